#include "hardware/gpio_chip.hpp"

#include <fcntl.h>
#include <linux/gpio.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "hardware/file_descriptor.hpp"

namespace deckhand {
namespace {

constexpr char consumer[] = "deckhand";
constexpr std::uint32_t debounce_us = 10'000;  // switches chatter when they close

std::string reason_of(int error) {
  if (error == EBUSY) return "another program has it";
  if (error == EACCES || error == EPERM) return "this user may not use it (group gpio, or root)";
  if (error == ENOTTY) return "it is no GPIO chip";
  if (error == EINVAL) return "the chip has no such line";
  return std::strerror(error);
}

class kernel_chip final : public gpio_chip {
 public:
  kernel_chip(std::string device, file_descriptor chip) : device_(std::move(device)), chip_(std::move(chip)) {}

  tl::expected<void, std::string> take_outputs(std::span<const gpio_level> levels) override {
    gpio_v2_line_request wanted{};
    wanted.config.flags = GPIO_V2_LINE_FLAG_OUTPUT;
    wanted.config.num_attrs = 1;
    auto& values = wanted.config.attrs[0];
    values.attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
    std::vector<unsigned> lines;
    for (const auto& [line, high] : levels) {
      values.mask |= 1ULL << lines.size();
      if (high) values.attr.values |= 1ULL << lines.size();
      lines.push_back(line);
    }
    return take(std::move(lines), wanted);
  }

  tl::expected<void, std::string> take_inputs(std::span<const unsigned> lines, bool with_edges) override {
    gpio_v2_line_request wanted{};
    wanted.config.flags = GPIO_V2_LINE_FLAG_INPUT;
    if (with_edges) {
      wanted.config.flags |= GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING;
      wanted.config.num_attrs = 1;
      wanted.config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_DEBOUNCE;
      wanted.config.attrs[0].attr.debounce_period_us = debounce_us;
      wanted.config.attrs[0].mask = (1ULL << lines.size()) - 1;
    }
    auto taken = take({lines.begin(), lines.end()}, wanted);
    if (taken && with_edges) edges_ = taken_.back().fd.get();
    return taken;
  }

  void set(unsigned line, bool high) override {
    const auto* found = find(line);
    if (!found) return;
    gpio_v2_line_values level{high ? found->bit : 0, found->bit};
    ::ioctl(found->fd, GPIO_V2_LINE_SET_VALUES_IOCTL, &level);
  }

  bool is_high(unsigned line) const override {
    const auto* found = find(line);
    if (!found) return false;
    gpio_v2_line_values level{0, found->bit};
    return ::ioctl(found->fd, GPIO_V2_LINE_GET_VALUES_IOCTL, &level) == 0 && (level.bits & found->bit) != 0;
  }

  int edges() const override { return edges_; }

  void forget_edges() override {
    std::array<gpio_v2_line_event, 16> told{};
    while (::read(edges_, told.data(), sizeof told) > 0) {
    }
  }

 private:
  struct taken_lines {
    file_descriptor fd;
    std::vector<unsigned> lines;
  };
  struct place {
    unsigned line;
    int fd;
    std::uint64_t bit;
  };

  tl::expected<void, std::string> take(std::vector<unsigned> lines, gpio_v2_line_request& wanted) {
    std::ranges::copy(lines, wanted.offsets);
    wanted.num_lines = static_cast<std::uint32_t>(lines.size());
    std::memcpy(wanted.consumer, consumer, sizeof consumer);
    if (::ioctl(chip_.get(), GPIO_V2_GET_LINE_IOCTL, &wanted) != 0) return tl::unexpected{describe(lines, errno)};
    for (std::size_t i = 0; i < lines.size(); ++i) places_.push_back({lines[i], wanted.fd, 1ULL << i});
    taken_.push_back({file_descriptor{wanted.fd}, std::move(lines)});
    ::fcntl(wanted.fd, F_SETFL, O_NONBLOCK);
    return {};
  }

  // Which of the lines it was the kernel tells only if it is asked about each.
  std::string describe(const std::vector<unsigned>& lines, int error) const {
    for (const auto line : lines) {
      gpio_v2_line_info info{};
      info.offset = line;
      if (::ioctl(chip_.get(), GPIO_V2_GET_LINEINFO_IOCTL, &info) != 0) return trouble(line, reason_of(errno));
      if ((info.flags & GPIO_V2_LINE_FLAG_USED) != 0)
        return trouble(line, std::string{"another program has it: "} + (info.consumer[0] ? info.consumer : "it gave no name"));
    }
    return trouble(lines.front(), reason_of(error));
  }
  std::string trouble(unsigned line, const std::string& why) const {
    return "cannot take line " + std::to_string(line) + " of " + device_ + ": " + why;
  }

  const place* find(unsigned line) const {
    const auto found = std::ranges::find(places_, line, &place::line);
    return found == places_.end() ? nullptr : &*found;
  }

  std::string device_;
  file_descriptor chip_;
  std::vector<taken_lines> taken_;
  std::vector<place> places_;
  int edges_ = -1;
};

}  // namespace

tl::expected<std::unique_ptr<gpio_chip>, std::string> open_gpio_chip(const std::string& device) {
  file_descriptor chip{::open(device.c_str(), O_RDWR | O_CLOEXEC)};
  if (!chip) return tl::unexpected{"cannot open " + device + ": " + reason_of(errno)};
  gpiochip_info info{};
  if (::ioctl(chip.get(), GPIO_GET_CHIPINFO_IOCTL, &info) != 0)
    return tl::unexpected{"cannot use " + device + ": " + reason_of(errno)};
  return std::make_unique<kernel_chip>(device, std::move(chip));
}

}  // namespace deckhand

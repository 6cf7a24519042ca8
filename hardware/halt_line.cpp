#include "hardware/halt_line.hpp"

#include <fcntl.h>
#include <linux/gpio.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>

#include "hardware/file_descriptor.hpp"

namespace deckhand {
namespace {

constexpr char consumer[] = "deckhand halt";

}  // namespace

tl::expected<halt_line, std::string> open_halt_line(std::string_view place) {
  const auto colon = place.rfind(':');
  const auto number = colon == std::string_view::npos ? std::string_view{} : place.substr(colon + 1);
  unsigned line = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), line);
  if (colon == 0 || number.empty() || read.ec != std::errc{} || read.ptr != number.data() + number.size())
    return tl::unexpected{"a halt line is DEVICE:LINE, such as /dev/gpiochip0:18, and not \"" + std::string{place} + "\""};
  const std::string device{place.substr(0, colon)};
  const file_descriptor chip{::open(device.c_str(), O_RDWR | O_CLOEXEC)};
  gpio_v2_line_request wanted{};
  wanted.offsets[0] = line;
  wanted.num_lines = 1;
  std::memcpy(wanted.consumer, consumer, sizeof consumer);
  wanted.config.flags = GPIO_V2_LINE_FLAG_OUTPUT;
  wanted.config.num_attrs = 1;
  wanted.config.attrs[0].mask = 1;
  wanted.config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
  wanted.config.attrs[0].attr.values = 1;  // high from the start
  if (!chip || ::ioctl(chip.get(), GPIO_V2_GET_LINE_IOCTL, &wanted) != 0)
    return tl::unexpected{"cannot take line " + std::string{number} + " of " + device + ": " + std::strerror(errno)};
  return halt_line{[taken = std::make_shared<file_descriptor>(wanted.fd)](bool high) {
    gpio_v2_line_values level{high ? 1U : 0U, 1};
    ::ioctl(taken->get(), GPIO_V2_LINE_SET_VALUES_IOCTL, &level);
  }};
}

}  // namespace deckhand

/// Lines of a GPIO chip: wires that a program sets high and low, and looks at.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>

namespace deckhand {

struct gpio_level {
  unsigned line = 0;
  bool high = false;
};

/// Lines are given back with the object. Errors are sentences.
class gpio_chip {
 public:
  virtual ~gpio_chip() = default;

  /// Takes lines as outputs, with these levels from the start. Before anything is set.
  virtual tl::expected<void, std::string> take_outputs(std::span<const gpio_level> levels) = 0;
  /// Takes lines as inputs. With edges, `edges` can be read from once one of them has changed.
  virtual tl::expected<void, std::string> take_inputs(std::span<const unsigned> lines, bool with_edges) = 0;

  // Of lines that were taken. None of these blocks; any thread.
  virtual void set(unsigned line, bool high) = 0;
  virtual bool is_high(unsigned line) const = 0;
  /// To poll for input; -1 where no line has edges.
  virtual int edges() const = 0;
  virtual void forget_edges() = 0;
};

/// A chip of this machine, such as "/dev/gpiochip0", by the kernel's character device (its second ABI, Linux 5.10).
tl::expected<std::unique_ptr<gpio_chip>, std::string> open_gpio_chip(const std::string& device);

}  // namespace deckhand

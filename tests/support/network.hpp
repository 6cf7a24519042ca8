/// A second host for tests: a network namespace of its own, reached by a cable that can be pulled and slowed down.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace deckhand::testing {

class test_host {
 public:
  /// Why there can be none: not root, no `ip`, or a kernel without namespaces; nothing where there can.
  static std::optional<std::string> reason_against();
  test_host();
  ~test_host();
  test_host(const test_host&) = delete;
  test_host& operator=(const test_host&) = delete;

  /// Its address, as this host reaches it.
  const std::string& address() const { return address_; }
  /// What goes in front of a program that is to run there.
  std::vector<std::string> launcher() const { return {"ip", "netns", "exec", name_}; }
  void pull_cable();
  void plug_cable();
  /// Every packet takes `delay_ms` longer each way, and of a hundred `loss_percent` are lost. False: this kernel cannot (it has
  /// no netem).
  bool slow_down(int delay_ms, int loss_percent);

 private:
  std::string name_, near_end_, far_end_, address_;
};

}  // namespace deckhand::testing

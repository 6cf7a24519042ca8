#include "tests/support/network.hpp"

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace deckhand::testing {
namespace {

bool runs(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

void require(const std::string& command) {
  if (!runs(command)) throw std::runtime_error("failed: " + command);
}

}  // namespace

std::optional<std::string> test_host::reason_against() {
  if (geteuid() != 0) return "only root may make network namespaces";
  if (!runs("ip -V")) return "there is no ip (package iproute2)";
  const auto probe = "dhp" + std::to_string(getpid());
  if (!runs("ip netns add " + probe)) return "this kernel, or this container, has no network namespaces";
  const bool has_cables = runs("ip link add " + probe + " type veth peer name " + probe + "x netns " + probe);
  runs("ip netns del " + probe);
  if (!has_cables) return "this kernel has no veth devices";
  return std::nullopt;
}

// Tests that run side by side have networks of their own.
test_host::test_host() {
  static int count = 0;
  const auto number = std::to_string(getpid()) + (++count % 10 == 0 ? "0" : std::to_string(count % 10));
  name_ = "dh" + number;
  near_end_ = "dhn" + number;
  far_end_ = "dhf" + number;
  const auto net = "10." + std::to_string(192 + getpid() / 64 % 64) + "." + std::to_string(getpid() % 64 * 4 + count % 4) + ".";
  address_ = net + "2";
  require("ip netns add " + name_);
  require("ip link add " + near_end_ + " type veth peer name " + far_end_ + " netns " + name_);
  require("ip addr add " + net + "1/30 dev " + near_end_);
  require("ip link set " + near_end_ + " up");
  const auto there = "ip -n " + name_ + " ";
  require(there + "addr add " + net + "2/30 dev " + far_end_);
  require(there + "link set " + far_end_ + " up");
  require(there + "link set lo up");
}

test_host::~test_host() {
  runs("ip link del " + near_end_);
  runs("ip netns del " + name_);
}

void test_host::pull_cable() { require("ip -n " + name_ + " link set " + far_end_ + " down"); }

void test_host::plug_cable() { require("ip -n " + name_ + " link set " + far_end_ + " up"); }

bool test_host::slow_down(int delay_ms, int loss_percent) {
  const auto how = " root netem delay " + std::to_string(delay_ms) + "ms loss " + std::to_string(loss_percent) + "%";
  return runs("tc qdisc add dev " + near_end_ + how) && runs("ip netns exec " + name_ + " tc qdisc add dev " + far_end_ + how);
}

}  // namespace deckhand::testing

// /networking/status and /wifi: the machine's network is looked at, never changed. A node is no Wi-Fi manager.

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netpacket/packet.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <memory>

#include "http/handlers.hpp"
#include "http/json_body.hpp"

namespace deckhand {
namespace {

using nlohmann::json;

bool is_wireless(std::string_view name) { return name.starts_with("wl"); }

json address_json(const sockaddr_in& address, const sockaddr* mask) {
  std::array<char, INET_ADDRSTRLEN> text{};
  inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
  const auto bits = mask ? std::popcount(reinterpret_cast<const sockaddr_in*>(mask)->sin_addr.s_addr) : 32;
  return std::string{text.data()} + "/" + std::to_string(bits);
}

json hardware_address_json(const sockaddr_ll& address) {
  std::string text;
  for (int i = 0; i < address.sll_halen; ++i) {
    std::array<char, 4> part{};
    std::snprintf(part.data(), part.size(), i ? ":%02X" : "%02X", address.sll_addr[i]);
    text += part.data();
  }
  return text;
}

json unconnected(bool wireless) {
  return {{"ipAddress", nullptr},
          {"macAddress", nullptr},
          {"gatewayAddress", nullptr},
          {"state", "unavailable"},
          {"type", wireless ? "wifi" : "ethernet"}};
}

json interfaces_json() {
  json interfaces{{"wlan0", unconnected(true)}, {"eth0", unconnected(false)}};
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return interfaces;
  const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> all{first, &freeifaddrs};
  for (const auto* each = first; each; each = each->ifa_next) {
    if ((each->ifa_flags & IFF_LOOPBACK) != 0 || !each->ifa_addr) continue;
    auto& shown = interfaces.emplace(each->ifa_name, unconnected(is_wireless(each->ifa_name))).first.value();
    if ((each->ifa_flags & IFF_UP) == 0) continue;
    if (each->ifa_addr->sa_family == AF_INET) {
      shown["ipAddress"] = address_json(*reinterpret_cast<const sockaddr_in*>(each->ifa_addr), each->ifa_netmask);
      shown["state"] = "connected";
    } else if (each->ifa_addr->sa_family == AF_PACKET) {
      shown["macAddress"] = hardware_address_json(*reinterpret_cast<const sockaddr_ll*>(each->ifa_addr));
    }
  }
  return interfaces;
}

}  // namespace

// Whether more than the local network is reached is not known without sending something there.
api_result get_networking_status(const api_call&) {
  const auto interfaces = interfaces_json();
  const bool is_connected =
      std::any_of(interfaces.begin(), interfaces.end(), [](const json& each) { return each.value("state", "") == "connected"; });
  return api_reply{200, json{{"status", is_connected ? "unknown" : "none"}, {"interfaces", interfaces}}.dump()};
}

api_result get_wifi_list(const api_call&) { return api_reply{200, R"({"list":[]})"}; }

api_result get_wifi_keys(const api_call&) { return api_reply{200, R"({"keys":[]})"}; }

api_result delete_wifi_key(const api_call& call) {
  return tl::unexpected{bad_request(404, "No such key file: " + call.path_args[0])};
}

api_result get_eap_options(const api_call&) { return api_reply{200, R"({"options":[]})"}; }

api_result refuse_wifi_change(const api_call&) {
  return tl::unexpected{bad_request(400, "The Wi-Fi of this machine is not deckhand's to change.")};
}

}  // namespace deckhand

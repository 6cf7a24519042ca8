#include "runtime/command_error.hpp"

#include <cstdint>
#include <cstdio>
#include <random>

namespace deckhand {

nlohmann::json to_error_occurrence(const command_error& error, const std::string& id, wall_time at) {
  auto wrapped = nlohmann::json::array();
  for (const auto& inner : error.wrapped) wrapped.push_back(to_error_occurrence(inner, make_uuid(), at));
  return {{"id", id},
          {"createdAt", to_iso8601(at)},
          {"errorType", error.error_type},
          {"errorCode", error.error_code},
          {"detail", error.detail},
          {"errorInfo", error.error_info},
          {"wrappedErrors", std::move(wrapped)},
          {"isDefined", error.is_defined}};
}

std::string make_uuid() {
  thread_local std::mt19937_64 engine{(std::uint64_t{std::random_device{}()} << 32) ^ std::random_device{}()};
  const std::uint64_t high = (engine() & ~0xF000ULL) | 0x4000ULL;
  const std::uint64_t low = (engine() & ~(0xC0ULL << 56)) | (0x80ULL << 56);
  char text[37];
  std::snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16 & 0xFFFF), static_cast<unsigned>(high & 0xFFFF),
                static_cast<unsigned>(low >> 48), static_cast<unsigned long long>(low & 0xFFFFFFFFFFFFULL));
  return text;
}

}  // namespace deckhand

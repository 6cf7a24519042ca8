#include "http/content_hash.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace deckhand {

std::string sha256_hex(std::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(data.data(), data.size(), digest.data(), &size, EVP_sha256(), nullptr);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex.append(1, digits[digest[i] >> 4]).append(1, digits[digest[i] & 0xf]);
  return hex;
}

std::string content_hash(const std::vector<protocol_file>& files) {
  // Names and contents are hashed apart, so that neither can pass for part of the other.
  std::vector<std::string> hashes;
  for (const auto& file : files) hashes.push_back(sha256_hex(file.name) + sha256_hex(file.content));
  std::sort(hashes.begin(), hashes.end());
  std::string all;
  for (const auto& hash : hashes) all += hash;
  return sha256_hex(all);
}

}  // namespace deckhand

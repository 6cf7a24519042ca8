#include "runtime/command_key.hpp"

#include <openssl/evp.h>

namespace deckhand {
namespace {

std::string md5_of(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest, &size, EVP_md5(), nullptr);
  return {reinterpret_cast<const char*>(digest), size};
}

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : bytes) {
    hex += digits[byte >> 4];
    hex += digits[byte & 0xF];
  }
  return hex;
}

}  // namespace

std::string command_key_chain::next(std::string_view command_type) {
  last_ = hex_of(md5_of(last_ + md5_of(command_type)));
  return last_;
}

}  // namespace deckhand

#include "runtime/certificate_authority.hpp"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

namespace deckhand {
namespace {

namespace fs = std::filesystem;

struct openssl_deleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(BIO* stream) const { BIO_free(stream); }
};
template <class T>
using owned = std::unique_ptr<T, openssl_deleter>;

using done = tl::expected<void, std::string>;

constexpr mode_t for_everybody = 0644, for_its_owner = 0600;
constexpr auto beginning_of_time = "19700101000000Z", end_of_time = "99991231235959Z";

struct signer {
  owned<X509> certificate;
  owned<EVP_PKEY> key;
};

tl::unexpected<std::string> refused(const std::string& what) {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  return tl::unexpected{what + ": " + text.data() + "."};
}

done write_new(const fs::path& file, BIO& content, mode_t mode) {
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(&content, &bytes);
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  const auto failed = [&] { return tl::unexpected{"Cannot write " + file.string() + ": " + std::strerror(errno) + "."}; };
  if (descriptor < 0) return failed();
  const bool is_written = ::write(descriptor, bytes, static_cast<std::size_t>(size)) == size && ::fsync(descriptor) == 0;
  ::close(descriptor);
  return is_written ? done{} : failed();
}

done write_certificate(const fs::path& file, X509& certificate) {
  const owned<BIO> text{BIO_new(BIO_s_mem())};
  if (PEM_write_bio_X509(text.get(), &certificate) != 1) return refused("The certificate cannot be written");
  return write_new(file, *text, for_everybody);
}

done write_key(const fs::path& file, EVP_PKEY& key) {
  const owned<BIO> text{BIO_new(BIO_s_mem())};
  if (PEM_write_bio_PrivateKey(text.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return refused("The key cannot be written");
  return write_new(file, *text, for_its_owner);
}

bool set_random_serial(X509& certificate) {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) return false;
  bytes[0] &= 0x7f;  // it is to be positive
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number{BN_bin2bn(bytes.data(), bytes.size(), nullptr), BN_free};
  return BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr;
}

bool add_extension(X509& certificate, X509& issuer, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  const owned<X509_EXTENSION> extension{X509V3_EXT_conf_nid(nullptr, &context, kind, value)};
  return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

using extension_list = std::vector<std::pair<int, const char*>>;

const extension_list of_an_authority{{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                     {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                     {NID_subject_key_identifier, "hash"}};
const extension_list of_a_node{{NID_basic_constraints, "critical,CA:FALSE"},
                               {NID_key_usage, "critical,digitalSignature"},
                               {NID_ext_key_usage, "serverAuth,clientAuth"},
                               {NID_subject_key_identifier, "hash"},
                               {NID_authority_key_identifier, "keyid"}};

// A new key and its certificate, signed by `authority`, or by itself where there is none.
tl::expected<signer, std::string> make_certificate(const std::string& name, const extension_list& extensions,
                                                   const signer* authority) {
  signer made{owned<X509>{X509_new()}, owned<EVP_PKEY>{EVP_EC_gen("P-256")}};
  auto& certificate = *made.certificate;
  auto& issuer = authority ? *authority->certificate : certificate;
  auto* subject = X509_get_subject_name(&certificate);
  bool is_good = made.key && X509_set_version(&certificate, X509_VERSION_3) == 1 && set_random_serial(certificate) &&
                 ASN1_TIME_set_string_X509(X509_getm_notBefore(&certificate), beginning_of_time) == 1 &&
                 ASN1_TIME_set_string_X509(X509_getm_notAfter(&certificate), end_of_time) == 1 &&
                 X509_set_pubkey(&certificate, made.key.get()) == 1 &&
                 X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name.data()),
                                            static_cast<int>(name.size()), -1, 0) == 1 &&
                 X509_set_issuer_name(&certificate, X509_get_subject_name(&issuer)) == 1;
  for (const auto& [kind, value] : extensions) is_good = is_good && add_extension(certificate, issuer, kind, value);
  auto* key = authority ? authority->key.get() : made.key.get();
  if (!is_good || X509_sign(&certificate, key, EVP_sha256()) == 0) return refused("The certificate cannot be made");
  return made;
}

tl::expected<signer, std::string> load_authority(const fs::path& directory) {
  const auto open = [&](const char* name) { return owned<BIO>{BIO_new_file((directory / name).c_str(), "r")}; };
  const auto certificate = open(authority_file), key = open(authority_key_file);
  if (!certificate || !key)
    return refused("There is no authority in " + directory.string() + " (`deckhand certs init` makes one)");
  signer found{owned<X509>{PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr)},
               owned<EVP_PKEY>{PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr)}};
  if (!found.certificate || !found.key || X509_check_private_key(found.certificate.get(), found.key.get()) != 1)
    return refused("The authority in " + directory.string() + " cannot be read");
  return found;
}

bool is_node_name(const std::string& name) {
  constexpr auto letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  return !name.empty() && name.size() <= 64 && name[0] != '.' && name.find_first_not_of(letters) == std::string::npos;
}

}  // namespace

tl::expected<void, std::string> make_certificate_authority(const fs::path& directory) {
  std::error_code problem;
  fs::create_directories(directory, problem);
  if (fs::exists(directory / authority_key_file))
    return tl::unexpected{"There is an authority in " + directory.string() + " already."};
  const auto made = make_certificate("deckhand authority", of_an_authority, nullptr);
  if (!made) return tl::unexpected{made.error()};
  return write_key(directory / authority_key_file, *made->key).and_then([&] {
    return write_certificate(directory / authority_file, *made->certificate);
  });
}

tl::expected<fs::path, std::string> issue_node_certificate(const fs::path& directory, const std::string& name) {
  if (!is_node_name(name))
    return tl::unexpected{"A node's name has letters, digits, \"-\", \"_\" and \".\" only, unlike \"" + name + "\"."};
  const auto authority = load_authority(directory);
  if (!authority) return tl::unexpected{authority.error()};
  const auto of_node = directory / name;
  std::error_code problem;
  if (!fs::create_directory(of_node, problem))
    return tl::unexpected{problem ? "Cannot make " + of_node.string() + ": " + problem.message() + "."
                                  : "The name " + name + " is taken: " + of_node.string() + " is there already."};
  const auto made = make_certificate(name, of_a_node, &*authority);
  if (!made) return tl::unexpected{made.error()};
  return write_certificate(of_node / authority_file, *authority->certificate)
      .and_then([&] { return write_certificate(of_node / certificate_file, *made->certificate); })
      .and_then([&] { return write_key(of_node / key_file, *made->key); })
      .map([&] { return of_node; });
}

}  // namespace deckhand

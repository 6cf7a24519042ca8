#include "http/command_line/given_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace deckhand {
namespace {

tl::expected<form_part, std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file || std::filesystem::is_directory(path)) return tl::unexpected{"cannot read " + path.string()};
  return form_part{"files", path.filename().string(), std::string{std::istreambuf_iterator<char>{file}, {}}};
}

// Under the name that the file was given by, or its own.
std::vector<form_part>::iterator find_file(std::vector<form_part>& files, const std::string& name) {
  const auto own_name = std::filesystem::path{name}.filename().string();
  return std::find_if(files.begin() + 1, files.end(), [&](const auto& file) { return file.file_name == own_name; });
}

nlohmann::json read_value(const std::string& text) {
  auto value = nlohmann::json::parse(text, nullptr, false);
  return value.is_discarded() || value.is_structured() || value.is_null() ? nlohmann::json(text) : value;
}

std::optional<std::string> add_parameter(given_files& given, const std::string& argument) {
  const auto equals = argument.find('=');
  if (equals == std::string::npos || equals == 0) return "a parameter is given as NAME=VALUE, and not as " + argument;
  const auto name = argument.substr(0, equals), value = argument.substr(equals + 1);
  if (const auto file = find_file(given.protocol_files, value); file != given.protocol_files.end()) {
    given.parameter_files[name] = std::move(*file);
    given.protocol_files.erase(file);
  } else {
    given.values[name] = read_value(value);
  }
  return std::nullopt;
}

}  // namespace

tl::expected<given_files, std::string> read_given_files(const given_arguments& arguments) {
  given_files given;
  auto paths = arguments.with;
  paths.insert(paths.begin(), arguments.file);
  for (const auto& path : paths) {
    auto file = read_file(path);
    if (!file) return tl::unexpected{file.error()};
    given.protocol_files.push_back(std::move(*file));
  }
  for (const auto& argument : arguments.parameters)
    if (auto problem = add_parameter(given, argument)) return tl::unexpected{std::move(*problem)};
  return given;
}

}  // namespace deckhand

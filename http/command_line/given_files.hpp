/// What the command line gives a protocol: its file, files beside it, and values of runtime parameters.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "http/request_body.hpp"

namespace deckhand {

/// As it is written: names of files, and "NAME=VALUE".
struct given_arguments {
  std::filesystem::path file;
  std::vector<std::filesystem::path> with;
  std::vector<std::string> parameters;
};

/// Read from disk. All file names are without folders.
struct given_files {
  std::vector<form_part> protocol_files;             ///< the protocol first, then labware and data
  nlohmann::json values = nlohmann::json::object();  ///< by parameter name
  std::map<std::string, form_part> parameter_files;  ///< by parameter name
};

/// A value is read as JSON where it is JSON (4, 2.5, true, "text"), and is text otherwise. One that names a file of `with`
/// chooses that file, which is then no file beside the protocol. The error is a sentence for whoever wrote the arguments.
tl::expected<given_files, std::string> read_given_files(const given_arguments& arguments);

}  // namespace deckhand

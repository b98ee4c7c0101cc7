using System.Text.Json.Serialization;
using ContactRelay.Tenants;

namespace ContactRelay.Functions.Http;

/// <summary>Reads the bodies of administrative calls. A name that there is not is refused: a misspelt limit would be none.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(NewCaller))]
[JsonSerializable(typeof(DeadLetterBody))]
internal sealed partial class BodyJson : JsonSerializerContext;

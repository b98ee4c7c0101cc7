using System.Text.Json;
using System.Xml.Linq;
using ContactRelay.Sandbox;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>A request that a provider was sent, as the contact and the values in it.</summary>
/// <param name="Subject">Whose it was.</param>
/// <param name="Contact">Which contact it changes.</param>
/// <param name="Values">The values that it sets, by the provider's own names.</param>
/// <param name="Request">The request.</param>
internal sealed record ProviderCall(Subject Subject, string Contact, IReadOnlyDictionary<string, string?> Values, SandboxRequest Request)
{
    /// <summary>Whether the provider said that it had applied it, which it says of what it drops too.</summary>
    public bool IsAcknowledged => Request.Status is >= 200 and < 300;

    /// <summary>Whether the provider applied it.</summary>
    public bool IsApplied => Request.Fault is { ApplyThenReset: true } || (IsAcknowledged && Request.Fault is not { Drop: true });

    public static ProviderCall Read(Subject subject, SandboxRequest request)
    {
        if (subject.Call == "everlytic-xmlrpc")
        {
            var call = XDocument.Parse(System.Text.Encoding.UTF8.GetString(request.Body.Span)).Root!;
            var members = call.Descendants("member").ToDictionary(member => member.Element("name")!.Value, member => (string?)member.Element("value")!.Value);
            return new(subject, call.Descendants("int").First().Value, members, request);
        }

        using var body = JsonDocument.Parse(request.Body);
        return new(subject, Uri.UnescapeDataString(request.Path[(request.Path.LastIndexOf('/') + 1)..]), ValuesOf(body.RootElement), request);
    }

    /// <summary>The values in a body, or in what the sandbox holds, which is of the same shape.</summary>
    public static Dictionary<string, string?> ValuesOf(JsonElement body) =>
        (body.TryGetProperty("fields", out var fields) ? fields : body).EnumerateObject()
        .Where(property => property.Value.ValueKind == JsonValueKind.String)
        .ToDictionary(property => property.Name, property => property.Value.GetString());
}

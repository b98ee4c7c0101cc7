using System.Text.Json;

namespace ContactRelay.Simulation.Providers;

/// <summary>What a call asks the provider for, read from the bytes that were sent.</summary>
internal sealed class ProviderRequestBody
{
    public const string BadValue = "bad";

    private ProviderRequestBody()
    {
    }

    public List<KeyValuePair<string, string>> Values { get; } = [];

    public List<string> Tags { get; } = [];

    /// <summary>Whether the provider refuses it for good, whenever it comes, unless it has been mended.</summary>
    public bool IsBad => Values.Exists(value => value.Value.StartsWith(BadValue, StringComparison.Ordinal));

    public static ProviderRequestBody Read(byte[] bytes)
    {
        var body = new ProviderRequestBody();
        using var json = JsonDocument.Parse(bytes);
        foreach (var property in json.RootElement.EnumerateObject())
        {
            switch (property.Name)
            {
                case "tags":
                    body.Tags.AddRange(property.Value.EnumerateArray().Select(tag => tag.GetString()!));
                    break;
                case "properties":
                    body.Values.AddRange(property.Value.EnumerateArray().Select(item =>
                        KeyValuePair.Create(item.GetProperty("name").GetString()!, item.GetProperty("value").GetString()!)));
                    break;
                default:
                    body.Values.Add(new(property.Name, property.Value.GetString()!));
                    break;
            }
        }

        return body;
    }

    public void ApplyTo(ProviderContact contact)
    {
        foreach (var (name, value) in Values)
        {
            contact.Values[name] = value;
        }

        contact.Tags.UnionWith(Tags);
    }
}

using System.Text.Json.Nodes;
using Xunit;

namespace ContactRelay.Tests.OpenApi;

/// <summary>What the description shows as an example works as it stands.</summary>
public sealed class OpenApiExampleTests(JsonSchemas schemas) : ApiTest
{
    [Fact]
    public async Task Example_of_a_request_is_accepted()
    {
        var examples = from operation in Description.Operations
                       from example in operation.BodyExamples()
                       orderby operation.Id == "put-tenant"
                       select (Operation: operation, Example: example);
        var refused = new List<string>();

        foreach (var ((operation, (mediaType, name, value)), i) in examples.Select((example, i) => (example, i)))
        {
            var isForHosts = operation.Json["security"]!.AsArray()[0]!["masterKey"] is not null;
            var exchange = await CallAsync(
                operation.Method, Path(operation), Content(mediaType, value), isForHosts ? null : CallerKey, isForHosts ? MasterKey : null, $"{i}");
            if (exchange.Status is < 200 or > 299 || exchange.Body.Contains("problem", StringComparison.Ordinal))
            {
                refused.Add($"{operation.Id} {mediaType} {name}: {exchange.Status} {exchange.Body}");
            }
        }

        Assert.True(refused.Count == 0, string.Join('\n', refused));
        Assert.Equal(
            Description.Operations.Where(operation => operation.Json["requestBody"] is not null).Select(operation => operation.Id).Order(StringComparer.Ordinal),
            Exchanges.Select(exchange => Description.Find(exchange.Method, exchange.Path).Id).Distinct().Order(StringComparer.Ordinal));
        await Description.AssertDescribesAsync(schemas, Exchanges);
    }

    [Fact]
    public async Task Example_is_valid_by_the_schema_beside_it()
    {
        var places = new List<(string Pointer, string Json)>();
        foreach (var operation in Description.Operations)
        {
            foreach (var (name, response) in operation.Json["responses"]!.AsObject())
            {
                places.AddRange(from content in response!["content"]?.AsObject() ?? []
                                from example in content.Value!["examples"]!.AsObject()
                                select (operation.SchemaOf(int.Parse(name, null), content.Key), Value(example.Value!).ToJsonString()));
            }

            places.AddRange(operation.BodyExamples().Select(example => (operation.BodySchemaOf(example.MediaType), example.Value.ToJsonString())));
        }

        var errors = await schemas.CheckAsync(Description.Root.ToJsonString(), places, isClosed: true);

        Assert.True(places.Count > Description.Operations.Count, "Too few examples were found.");
        var wrong = places.Zip(errors).Where(pair => pair.Second.Count > 0).Select(pair => $"{pair.First.Pointer}: {string.Join("; ", pair.Second)}").ToArray();
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    private JsonNode Value(JsonNode example) => example["$ref"] is { } reference
        ? Description.Root["components"]!["examples"]![reference.GetValue<string>().Split('/')[^1]]!["value"]!
        : example["value"]!;

    private string Path(DescribedOperation operation)
    {
        var path = operation.Path;
        foreach (var (name, parameter) in Description.Root["components"]!["parameters"]!.AsObject())
        {
            path = path.Replace($"{{{name}}}", parameter!["example"]?.GetValue<string>(), StringComparison.Ordinal);
        }

        // The one hook whose secret is in the URL.
        return "/api" + (operation.Id == "receive-hook-with-key" ? path.Replace("landing-page", "survey", StringComparison.Ordinal) : path);
    }

    private static HttpContent Content(string mediaType, JsonNode value)
    {
        switch (mediaType)
        {
            case "application/x-www-form-urlencoded":
                return new FormUrlEncodedContent(Texts(value));
            case "multipart/form-data":
                var form = new MultipartFormDataContent();
                foreach (var (name, text) in Texts(value))
                {
                    form.Add(new StringContent(text), name);
                }

                return form;
            case "application/x-ndjson":
                return Body(value.GetValue<string>(), mediaType);
            default:
                return Body(value.ToJsonString(), mediaType);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Texts(JsonNode value) =>
        value.AsObject().Select(field => KeyValuePair.Create(field.Key, field.Value!.GetValue<string>()));
}

using System.Text.Json.Nodes;
using ContactRelay.Tests.LocalHost;
using Xunit;

namespace ContactRelay.Tests.OpenApi;

/// <summary>The description of the API, as a host serves it.</summary>
internal sealed class ApiDescription
{
    private const string Prefix = "/api";

    private readonly string _text;

    private ApiDescription(string text)
    {
        _text = text;
        Root = JsonNode.Parse(text)!.AsObject();
        Operations =
        [
            .. from path in Root["paths"]!.AsObject()
               from method in path.Value!.AsObject()
               select new DescribedOperation(method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject()),
        ];
    }

    public JsonObject Root { get; }

    public IReadOnlyList<DescribedOperation> Operations { get; }

    public static async Task<ApiDescription> ReadAsync(RunningHost host) =>
        new(await host.Client.GetStringAsync("/api/openapi.json", TestContext.Current.CancellationToken));

    /// <summary>The operation that a call is one of.</summary>
    public DescribedOperation Find(string method, string path) =>
        Operations.Where(operation => operation.Method == method && operation.Takes(path[Prefix.Length..])).MinBy(operation => operation.Path.Count(c => c == '{'))
        ?? throw new InvalidOperationException($"Nothing is said of {method} {path}.");

    /// <summary>Holds the answers against what is said of them: the status, the media type, and the body by its schema, which has to name all of it.</summary>
    public async Task AssertDescribesAsync(JsonSchemas schemas, IReadOnlyList<Exchange> exchanges)
    {
        var wrong = new List<string>();
        var bodies = new List<(Exchange Exchange, string Pointer)>();
        foreach (var exchange in exchanges)
        {
            var operation = Find(exchange.Method, exchange.Path);
            if (operation.Answer(exchange.Status) is not { } answer)
            {
                wrong.Add($"{operation.Id} answered {exchange.Status}, of which nothing is said.");
            }
            else if (answer["content"] is not { } content)
            {
                wrong.AddRange(exchange.Body.Length == 0 ? [] : [$"{operation.Id} {exchange.Status} has a body, and should have none."]);
            }
            else if (content[exchange.MediaType ?? ""] is null)
            {
                wrong.Add($"{operation.Id} {exchange.Status} is of the type '{exchange.MediaType}', of which nothing is said.");
            }
            else
            {
                bodies.Add((exchange, operation.SchemaOf(exchange.Status, exchange.MediaType!)));
            }
        }

        var errors = await schemas.CheckAsync(_text, bodies.Select(body => (body.Pointer, body.Exchange.Json)), isClosed: true);
        wrong.AddRange(bodies.Zip(errors).Where(pair => pair.Second.Count > 0).Select(pair =>
            $"{pair.First.Exchange.Method} {pair.First.Exchange.Path} {pair.First.Exchange.Status}: {string.Join("; ", pair.Second)}\n{pair.First.Exchange.Body}"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContactRelay.Tests.LocalHost;
using Xunit;

namespace ContactRelay.Tests.OpenApi;

/// <summary>Each request of requests.http works, from the first to the last, on a new local host.</summary>
public sealed partial class RequestsFileTests(JsonSchemas schemas) : IAsyncLifetime
{
    private const string Api = "http://127.0.0.1:7071";
    private const string Sandbox = "http://127.0.0.1:7072";

    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly ExchangeLog _log = new();
    private RunningHost _host = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await RunningHost.StartAsync();
        _client = _log.Client(_host);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Requests_file_has_a_call_of_each_function_that_works()
    {
        var description = await ApiDescription.ReadAsync(_host);
        var file = HttpFile.Read(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "requests.http"), Token));
        foreach (var (name, value) in file.Variables)
        {
            _variables[name] = value.Replace(Api, Origin(_host.Client.BaseAddress!), StringComparison.Ordinal)
                .Replace(Sandbox, Origin(_host.Sandbox.BaseAddress), StringComparison.Ordinal);
        }

        foreach (var request in file.Requests)
        {
            await SendAsync(request);
        }

        var failed = _log.Exchanges.Where(exchange => exchange.Status is < 200 or > 299).Select(exchange => $"{exchange.Method} {exchange.Path}: {exchange.Status} {exchange.Body}").ToArray();
        Assert.True(failed.Length == 0, string.Join('\n', failed));
        Assert.Equal(
            description.Operations.Select(operation => operation.Id).Order(StringComparer.Ordinal),
            _log.Exchanges.Select(exchange => description.Find(exchange.Method, exchange.Path).Id).Distinct().Order(StringComparer.Ordinal));
        await description.AssertDescribesAsync(schemas, _log.Exchanges);
    }

    private async Task SendAsync(HttpFileRequest request)
    {
        using var message = new HttpRequestMessage(new(request.Method), Fill(request.Url));
        if (request.Body.Length > 0)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Fill(request.Body)));
        }

        foreach (var (name, value) in request.Headers)
        {
            if (name == "Content-Type")
            {
                message.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                message.Headers.Add(name, Fill(value));
            }
        }

        using var response = await _client.SendAsync(message, Token);
        if (request.Name is not { } called)
        {
            return;
        }

        // Those alone that the file uses: a header, and a property of the body.
        _variables[called + ".response.headers.Location"] = response.Headers.Location?.ToString() ?? "";
        foreach (var (name, value) in JsonNode.Parse(_log.Exchanges[^1].Body)!.AsObject())
        {
            _variables[$"{called}.response.body.$.{name}"] = value!.ToString();
        }
    }

    private string Fill(string text) => Place().Replace(text, place => place.Groups[1].Value switch
    {
        "$timestamp" => _host.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "$datetime iso8601 1 d" => _host.Time.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        var name => Fill(_variables[name]),
    });

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);

    [GeneratedRegex(@"\{\{(.*?)\}\}")]
    private static partial Regex Place();
}

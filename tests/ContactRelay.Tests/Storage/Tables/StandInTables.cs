using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using ContactRelay.Storage;
using ContactRelay.Storage.Tables;

namespace ContactRelay.Tests.Storage.Tables;

/// <summary>What stands for the Table service behind the real pipeline: it keeps what was sent, and answers as the test says.</summary>
internal sealed class StandInTables : HttpMessageHandler
{
    public const string Account = "https://account.table.core.windows.net";

    private readonly Queue<Func<HttpResponseMessage>> _answers = new();
    private readonly ConcurrentQueue<TableRequest> _requests = new();

    public static AccountKey Key { get; } = new("account", "Y29udGFjdHJlbGF5");

    /// <summary>What was sent, in order, each try for itself.</summary>
    public IReadOnlyList<TableRequest> Requests => [.. _requests];

    public StandInTables Then(HttpStatusCode status, string body = "", params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(() =>
        {
            var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in headers)
            {
                answer.Headers.TryAddWithoutValidation(name, value);
            }

            return answer;
        });
        return this;
    }

    public StandInTables ThenError(HttpStatusCode status, string code) =>
        Then(status, $$$$"""{"odata.error":{"code":"{{{{code}}}}","message":{"lang":"en-US","value":"In words."}}}""");

    public StandInTables ThenLost()
    {
        _answers.Enqueue(() => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        return this;
    }

    /// <summary>A row as the service gives it, from the last that was written here.</summary>
    public StandInTables ThenLastWritten(string etag)
    {
        _answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(Requests.Last(request => request.Body is not null).Body!, Encoding.UTF8, "application/json"),
            Headers = { { "ETag", etag } },
        });
        return this;
    }

    public Table Open(string name = "mailboxes", HttpPipelinePolicy? authentication = null)
    {
        var options = new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(this)) };
        options.Retry.Delay = TimeSpan.Zero;
        options.Retry.MaxDelay = TimeSpan.Zero;
        return new(new(HttpPipelineBuilder.Build(options, authentication ?? new SharedKeyPolicy(Key)), new(Account)), name);
    }

    /// <summary>An account whose tables and queues this stands for.</summary>
    public AzureClients OpenAccount() => new(
        new() { TableEndpoint = new(Account), QueueEndpoint = new("https://account.queue.core.windows.net"), Key = Key },
        options => options.Transport = new HttpClientTransport(new HttpClient(this, disposeHandler: false)));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        _requests.Enqueue(new(request.Method, request.RequestUri!, headers, body));
        return _answers.TryDequeue(out var answer) ? answer() : throw new InvalidOperationException($"Not scripted: {request.Method}");
    }
}

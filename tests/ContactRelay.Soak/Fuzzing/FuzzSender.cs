using System.Collections.Concurrent;
using System.Text;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>Sends the requests and has their answers checked.</summary>
internal sealed class FuzzSender(Uri server, Findings findings, KnownUpdates updates) : IDisposable
{
    private const int LargeBody = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly AnswerCheck _check = new(findings);
    private readonly ConcurrentDictionary<(string, int), int> _counts = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1,
    })
    {
        Timeout = Patience,
    };

    private int _raw;
    private int _cut;

    /// <summary>How many answers of each status each function gave.</summary>
    public IEnumerable<((string Function, int Status) Key, int Count)> Counts => _counts.Select(count => (count.Key, count.Value));

    /// <summary>How many were sent on a connection of their own.</summary>
    public int Raw => _raw;

    /// <summary>How many were cut off by the server, with no or half an answer.</summary>
    public int Cut => _cut;

    /// <summary>Sends a request, and checks the answer.</summary>
    public async Task SendAsync(FuzzRequest request, CancellationToken cancellationToken)
    {
        using var message = ToMessage(request);
        try
        {
            using var response = await _client.SendAsync(message, cancellationToken);
            var answer = new FuzzAnswer(
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType,
                response.Headers.Location?.OriginalString,
                await response.Content.ReadAsByteArrayAsync(cancellationToken));
            updates.Accepted(answer.Location);
            _counts.AddOrUpdate((request.Route.Function, answer.Status), 1, (_, count) => count + 1);
            _check.Check(request, request.Method == "HEAD" ? answer with { Body = default, MediaType = null } : answer);
        }
        catch (HttpRequestException) when (request.Body is { Length: > LargeBody })
        {
            // The server need not read all of it.
            Interlocked.Increment(ref _cut);
        }
        catch (HttpRequestException e)
        {
            findings.Add($"{request.Name} had no answer: {e.HttpRequestError}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Add($"{request.Name} had no answer within {Patience.TotalSeconds} s");
        }
    }

    /// <summary>Sends bytes, and checks whatever is answered.</summary>
    public async Task SendAsync(string kind, byte[] bytes, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _raw);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            if (await RawConnection.ExchangeAsync(server, bytes, timeout.Token) is not { } received)
            {
                Interlocked.Increment(ref _cut);
                return;
            }

            var answers = RawConnection.Read(received);
            findings.Unless(answers is not null, $"raw {kind} was answered with what is not HTTP");
            foreach (var answer in answers ?? [])
            {
                _counts.AddOrUpdate(("raw", answer.Status), 1, (_, count) => count + 1);
                _check.CheckRaw(kind, answer);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            findings.Add($"raw {kind} had no end within {Patience.TotalSeconds} s");
        }
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage ToMessage(FuzzRequest request)
    {
        var message = new HttpRequestMessage(new(request.Method), new Uri($"{server.GetLeftPart(UriPartial.Authority)}{request.Target}", AsItIs))
        {
            Content = request.Body is null ? null : new ByteArrayContent(request.Body),
        };
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }
}

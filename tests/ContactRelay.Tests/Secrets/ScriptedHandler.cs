using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ContactRelay.Tests.Secrets;

/// <summary>What stands for the network: it keeps what was sent, and answers as the test says. Safe to use from many threads.</summary>
internal class ScriptedHandler : HttpMessageHandler
{
    private readonly ConcurrentQueue<Func<CancellationToken, Task<HttpResponseMessage>>> _answers = new();
    private readonly ConcurrentQueue<SentRequest> _requests = new();

    /// <summary>What was sent, in order.</summary>
    public IReadOnlyList<SentRequest> Requests => [.. _requests];

    /// <summary>What answers once all that was scripted has been used; without it that is a failed test.</summary>
    public Func<CancellationToken, Task<HttpResponseMessage>>? Rest { get; set; }

    public ScriptedHandler Then(Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public ScriptedHandler Then(HttpStatusCode status, string body, params (string Name, string Value)[] headers) =>
        Then(_ => Task.FromResult(Answer(status, body, headers)));

    public ScriptedHandler Then(Exception exception) => Then(_ => Task.FromException<HttpResponseMessage>(exception));

    public static HttpResponseMessage Answer(HttpStatusCode status, string body, params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return answer;
    }

    /// <summary>An answer that never comes.</summary>
    public static async Task<HttpResponseMessage> Silence(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("It has no end.");
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var authorization = request.Headers.NonValidated.TryGetValues("Authorization", out var values) ? values.ToString() : null;
        var sent = new SentRequest(request.Method, request.RequestUri!, authorization);
        _requests.Enqueue(sent);
        return AnswerAsync(sent, cancellationToken);
    }

    protected virtual Task<HttpResponseMessage> AnswerAsync(SentRequest request, CancellationToken cancellationToken) =>
        _answers.TryDequeue(out var answer) ? answer(cancellationToken)
        : Rest is { } rest ? rest(cancellationToken)
        : throw new InvalidOperationException($"Not scripted: {request.Url}");
}

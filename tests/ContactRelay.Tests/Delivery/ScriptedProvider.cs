using System.Net;
using System.Text;
using System.Text.Json;

namespace ContactRelay.Tests.Delivery;

/// <summary>A provider that answers as a test says, and as Kulea does where it says nothing. It keeps what it was sent.</summary>
internal sealed class ScriptedProvider : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, Task<HttpResponseMessage>>> _answers = [];

    /// <summary>Each request: its path, its body and its Authorization header.</summary>
    public List<(string Path, string Body, string Key)> Requests { get; } = [];

    /// <summary>Answers each call that nothing else was said of; null, or null from it, for Kulea's own answer.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Otherwise { get; set; }

    /// <summary>Answers the next call with this status and body.</summary>
    public ScriptedProvider Answer(HttpStatusCode status, string body = "{}", string? retryAfter = null) => Answer(_ =>
    {
        var response = Json(status, body);
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return Task.FromResult(response);
    });

    /// <summary>Answers the next call with what this gives; what it does first is done in the middle of the call.</summary>
    public ScriptedProvider Answer(Func<HttpRequestMessage, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    /// <summary>The answer of Kulea that says that the values were applied.</summary>
    public static HttpResponseMessage Applied(string contactId = "1") =>
        Json(HttpStatusCode.OK, JsonSerializer.Serialize(new { success = true, crm_id = contactId }));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.RequestUri!.AbsolutePath, body, string.Join(",", request.Headers.GetValues("Authorization"))));
        return _answers.TryDequeue(out var answer) ? await answer(request) : Otherwise?.Invoke(request) ?? Applied(Uri.UnescapeDataString(request.RequestUri.Segments[^1]));
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}

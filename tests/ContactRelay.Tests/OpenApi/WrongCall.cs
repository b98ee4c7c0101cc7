using System.Text;

namespace ContactRelay.Tests.OpenApi;

/// <summary>A call that an operation has to answer with this status, made of what is wrong with calls that are answered so.</summary>
internal sealed class WrongCall(DescribedOperation operation, int status)
{
    /// <summary>Makes a call: the method, the path, the body, a caller's key, the master key, an idempotency key.</summary>
    public delegate Task<Exchange> Call(string method, string path, HttpContent? content, string? callerKey, string? masterKey, string? idempotencyKey);

    private bool IsAdmin => operation.Json["security"]!.AsArray() is [{ } only] && only["masterKey"] is not null;

    private bool IsHook => operation.Id.StartsWith("receive-hook", StringComparison.Ordinal);

    public Task<Exchange> MakeAsync(Call call) =>
        call(operation.Method, Path(), operation.Json["requestBody"] is null ? null : Body(), CallerKey(), MasterKey(), null);

    private string Path()
    {
        var path = "/api" + operation.Path
            .Replace("{tenant}", status == 404 ? "nobody" : "acme", StringComparison.Ordinal)
            .Replace("{contactId}", status == 422 ? "%FF" : "4711", StringComparison.Ordinal)
            .Replace("{updateId}", "019ab3c6d2f07a1c8e5d4b3a29181706", StringComparison.Ordinal)
            .Replace("{hook}", operation.Id == "receive-hook" ? "landing-page" : "survey", StringComparison.Ordinal)
            .Replace("{key}", status == 401 ? "another" : "a-long-secret-of-its-own", StringComparison.Ordinal)
            .Replace("{file}", "nothing", StringComparison.Ordinal)
            .Replace("{name}", "nothing", StringComparison.Ordinal);
        return path + (operation.Id, status) switch
        {
            ("list-dead-letters" or "list-activity", 422) => "?limit=0",
            ("summarise-activity" or "summarise-tenants", 422) => "?minutes=0",
            ("health", 401) => "?detail=true",
            ("receive-hook" or "receive-hook-with-key", 404) => "?dryRun=true",
            _ => "",
        };
    }

    private ByteArrayContent Body()
    {
        var text = status switch
        {
            400 => """[{"a":""",
            413 => $$"""[{"a":"{{new string('a', 2 * 1024 * 1024)}}"}]""",
            422 when IsHook => """{"name":"x"}""",
            422 => """{"a":1}""",
            _ => operation.BodyExamples().First().Value.ToJsonString(),
        };
        return new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new(status == 415 ? "text/plain" : "application/json") } };
    }

    private string? CallerKey() => status switch
    {
        401 => null,
        403 => "hook-key",
        404 => null,
        _ => IsAdmin ? null : "demo-key",
    };

    private string? MasterKey() => status != 401 && (status == 404 || IsAdmin) ? "dev-admin" : null;
}

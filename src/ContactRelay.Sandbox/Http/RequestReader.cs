using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ContactRelay.Sandbox.Http;

/// <summary>Takes from a request what the stand-ins need, and keeps nothing of the context.</summary>
internal static class RequestReader
{
    public const int MaxBodyBytes = 1024 * 1024;

    public static string RawTargetOf(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>The body; the server throws a 413 at a longer one.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength is 0)
        {
            return default;
        }

        if (request.ContentLength is > 0 and <= MaxBodyBytes and var length)
        {
            var body = new byte[length];
            await request.Body.ReadExactlyAsync(body, context.RequestAborted);
            return body;
        }

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, context.RequestAborted);
        return buffer.ToArray();
    }

    public static SandboxRequest Record(HttpContext context, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var headers = new Dictionary<string, string>(context.Request.Headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in context.Request.Headers)
        {
            headers[name] = value.ToString();
        }

        return new SandboxRequest
        {
            At = now,
            Method = context.Request.Method,
            Path = RawTargetOf(context),
            Headers = headers,
            Body = body,
        };
    }
}

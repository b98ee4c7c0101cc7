using System.Text;
using System.Text.Json;
using ContactRelay.Sandbox.Json;

namespace ContactRelay.Sandbox.Http;

/// <summary>What is sent back for one request.</summary>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body, string ContentType)
{
    public const string JsonType = "application/json";

    public string? RetryAfter { get; init; }

    public static Answer Json(int status, Action<Utf8JsonWriter> write) => new(status, JsonText.Write(write), JsonType);

    public static Answer Text(int status, string text) => new(status, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");

    /// <summary>The answer with those parts that a fault sets.</summary>
    public Answer With(SandboxFault fault) => this with
    {
        Status = fault.Status ?? Status,
        Body = fault.Body is null ? Body : Encoding.UTF8.GetBytes(fault.Body),
        ContentType = fault.ContentType ?? ContentType,
        RetryAfter = fault.RetryAfter,
    };
}

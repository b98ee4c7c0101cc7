using System.Text.Json;
using Azure.Core;

namespace ContactRelay.Storage.Tables;

/// <summary>What the Table service answered in the end.</summary>
internal sealed record TableAnswer
{
    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>
    /// What the service calls the error, or null
    /// (https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes).
    /// </summary>
    public string? ErrorCode { get; init; }

    /// <summary>The version of the row that was written or read, or null.</summary>
    public string? ETag { get; init; }

    /// <summary>Where the next page begins, or null.</summary>
    public PageStart? Next { get; init; }

    /// <summary>The body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether the request was sent more than once, so that an earlier try may have been carried out.</summary>
    public required bool IsRepeated { get; init; }

    /// <summary>Whether it did what was asked.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The answer to a request that was sent.</summary>
    public static TableAnswer Of(HttpMessage message)
    {
        var response = message.Response;
        var body = response.Content.ToMemory();
        return new()
        {
            Status = response.Status,
            ErrorCode = response.Status < 400 ? null : Header(response.Headers, "x-ms-error-code") ?? ReadErrorCode(body),
            ETag = Header(response.Headers, "ETag"),
            Next = Header(response.Headers, "x-ms-continuation-NextPartitionKey") is { } partition
                ? new(partition, Header(response.Headers, "x-ms-continuation-NextRowKey"))
                : null,
            Body = body,
            IsRepeated = message.ProcessingContext.RetryNumber > 0,
        };
    }

    private static string? Header(ResponseHeaders headers, string name) => headers.TryGetValue(name, out var value) ? value : null;

    private static string? ReadErrorCode(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("odata.error").GetProperty("code").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}

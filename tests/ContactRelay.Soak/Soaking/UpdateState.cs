using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace ContactRelay.Soak.Soaking;

/// <summary>What the status API says of an update.</summary>
/// <param name="Status">Its status; null where the API knows no such update.</param>
/// <param name="Version">Its version, where it is still kept.</param>
/// <param name="NextAttemptAt">When it will be tried again.</param>
/// <param name="Attempts">What came of the attempts so far.</param>
internal sealed record UpdateState(
    string? Status, DateTimeOffset? Version = null, DateTimeOffset? NextAttemptAt = null, string Attempts = "")
{
    /// <summary>Whether nothing will change it any more.</summary>
    public bool IsFinal => Status is not "accepted";

    /// <summary>Reads it; null where nobody answers.</summary>
    public static async Task<UpdateState?> ReadAsync(HttpClient client, Sending sending, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(sending.Status, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => Read(await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)),
                HttpStatusCode.ServiceUnavailable => null,
                _ => new(Status: null),
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private static UpdateState Read(JsonElement update) => new(
        update.GetProperty("status").GetString(),
        Time(update, "version"),
        Time(update, "nextAttemptAt"),
        string.Join(", ", update.TryGetProperty("attempts", out var attempts)
            ? attempts.EnumerateArray().Select(attempt => $"{attempt.GetProperty("at").GetString()} {attempt.GetProperty("outcome").GetString()}")
            : []));

    private static DateTimeOffset? Time(JsonElement update, string name) =>
        update.TryGetProperty(name, out var time) ? time.GetDateTimeOffset() : null;
}

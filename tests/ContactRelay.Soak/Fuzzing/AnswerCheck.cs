using System.Text.Json;
using System.Text.RegularExpressions;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>
/// What may be answered. No 500 and no 503, since nothing is away. What a function refuses is problem+json. An empty
/// answer is the host's own, and may come where no function was reached, as on Azure: 404 where no route or method is
/// meant, 401 without the master key, 400 where Kestrel finds a target with a NUL or a broken percent-encoding. To what is
/// not HTTP Kestrel also answers what <see cref="OfServer"/> lists.
/// </summary>
internal sealed partial class AnswerCheck(Findings findings)
{
    private const int NotFound = 404;
    private const int Unauthorized = 401;
    private const int BadRequest = 400;

    // Malformed, a form of target that is not the method's, too slow, no length, too large, a target too long, headers too
    // large, a transfer coding or a version that is not known. The last two are 5xx by name, and the sender's fault.
    private static readonly int[] OfServer = [400, 405, 408, 411, 413, 414, 431, 501, 505];

    /// <summary>Checks the answer to a request that is HTTP.</summary>
    public void Check(FuzzRequest request, FuzzAnswer answer)
    {
        var isHosts = answer.Body.IsEmpty && (request.ReachesFunction
            ? request.Route.IsAdmin && answer.Status == Unauthorized
            : answer.Status is NotFound or Unauthorized or BadRequest);
        Check(request.Name, answer, isHosts);
    }

    /// <summary>Checks an answer to what may not be HTTP at all.</summary>
    public void CheckRaw(string kind, FuzzAnswer answer) =>
        Check($"raw {kind}", answer, answer.Body.IsEmpty && (OfServer.Contains(answer.Status) || answer.Status is NotFound or Unauthorized));

    private void Check(string what, FuzzAnswer answer, bool isHosts)
    {
        if (answer.Status is >= 400 && !isHosts)
        {
            findings.Unless(answer.Status < 500, $"{what} was answered {answer.Status}");
            if (Wrong(answer) is { } wrong)
            {
                findings.Add($"{what} was answered {answer.Status}: {wrong}");
            }
        }
        else if (answer.Status is >= 200 and < 300)
        {
            var isWhole = answer.Status == 204 || IsWhole(answer);
            findings.Unless(isWhole, $"{what} was answered {answer.Status} with a body that is not what its type says");
            findings.Unless(answer.Status != 202 || !isWhole || IsLocated(answer), $"{what} was answered 202 with another Location than its statusUrl");
        }
        else
        {
            findings.Unless(isHosts, $"{what} was answered {answer.Status}");
        }
    }

    private static bool IsWhole(FuzzAnswer answer)
    {
        if (answer.MediaType != "application/json")
        {
            return answer.MediaType is "text/html" or "application/x-ndjson" && !answer.Body.IsEmpty;
        }

        try
        {
            JsonDocument.Parse(answer.Body).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the Location is the status of the one update that was accepted; a batch has none.</summary>
    private static bool IsLocated(FuzzAnswer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.TryGetProperty("statusUrl", out var url)
            ? Uri.TryCreate(answer.Location, UriKind.Absolute, out _) && url.GetString() == answer.Location
            : answer.Location is null;
    }

    /// <summary>What is wrong with a refusal (RFC 9457); null where nothing is.</summary>
    private static string? Wrong(FuzzAnswer answer)
    {
        if (answer.MediaType != "application/problem+json")
        {
            return $"{answer.MediaType ?? "no type"} and {answer.Body.Length} bytes, not a problem";
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body, new() { AllowDuplicateProperties = false });
            var problem = json.RootElement;
            return problem.GetProperty("status").GetInt32() != answer.Status ? "the problem has another status"
                : problem.GetProperty("title").GetString() is null or "" ? "the problem has no title"
                : problem.GetProperty("detail").GetString() is null or "" ? "the problem has no detail"
                : problem.TryGetProperty("errors", out var errors) && !errors.EnumerateArray().All(IsError) ? "an error has no detail or no JSON pointer"
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "the problem is not of the form of one";
        }
    }

    private static bool IsError(JsonElement error) =>
        error.GetProperty("detail").GetString() is { Length: > 0 } && error.GetProperty("pointer").GetString() is { } pointer && JsonPointer().IsMatch(pointer);

    /// <summary>RFC 6901, section 3.</summary>
    [GeneratedRegex("^(/([^~/]|~[01])*)*\\z")]
    private static partial Regex JsonPointer();
}

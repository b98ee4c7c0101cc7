using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace ContactRelay.Intake.Hooks;

/// <summary>
/// What following JSONPaths through one body may cost: one object a body, for all its events and all their fields. Only the
/// time spent in paths counts.
/// </summary>
/// <param name="time">The clock that the time is measured with.</param>
internal sealed class MappingBudget(TimeProvider time)
{
    /// <summary>The most values that one path may find.</summary>
    public const int MaxMatches = 1_000;

    /// <summary>The most values that all paths may find in a body, in all its events.</summary>
    public const int MaxAllMatches = 100_000;

    /// <summary>The most time that all paths may take.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);

    private const string TooSlow = "The paths and patterns of the mapping take too long on this body: name the places that they look in.";

    // A pattern that takes longer than this on a body of 256 KiB would take for ever on another.
    private readonly JsonSelectSettings _settings = new() { RegexMatchTimeout = TimeSpan.FromMilliseconds(200) };

    private TimeSpan _spent;
    private long? _since;
    private int _matches;

    /// <summary>
    /// All that a path that was checked finds in a body, none of it copied. Throws <see cref="MappingLimitException"/> if
    /// that is too much, takes too long, or compares what cannot be compared.
    /// </summary>
    public IReadOnlyList<JToken> Select(JToken body, string path)
    {
        var found = new List<JToken>();
        var length = 0;
        _since = time.GetTimestamp();
        try
        {
            foreach (var token in body.SelectTokens(path, _settings))
            {
                found.Add(token);
                length += token is JValue { Value: string text } ? text.Length : 0;
                Charge();

                // A path can find the same text again and again, and what it finds is put together.
                if (found.Count > MaxMatches || ++_matches > MaxAllMatches || length > HookBody.MaxBytes)
                {
                    throw new MappingLimitException($"The path finds more than {MaxMatches} values, or more text than a body may hold: name the place that it looks in.");
                }
            }

            return found;
        }
        catch (RegexMatchTimeoutException)
        {
            throw new MappingLimitException(TooSlow);
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException or ArgumentException)
        {
            // A filter such as @.n > 1, where a body has a text for n.
            throw new MappingLimitException("A filter of the path compares values that this body holds in another type, such as a text with a number.");
        }
        finally
        {
            _spent += time.GetElapsedTime(_since.Value);
            _since = null;
        }
    }

    /// <summary>Throws <see cref="MappingLimitException"/> if a path is being followed and the time is over.</summary>
    public void Charge()
    {
        if (_since is { } since && _spent + time.GetElapsedTime(since) > MaxTime)
        {
            throw new MappingLimitException(TooSlow);
        }
    }
}

/// <summary>
/// A path costs too much, or cannot be followed to its end. It is an exception, since it has to leave the evaluation of a JSONPath half-way; the
/// message is for the owner of the mapping and holds no values.
/// </summary>
internal sealed class MappingLimitException(string message) : Exception(message);

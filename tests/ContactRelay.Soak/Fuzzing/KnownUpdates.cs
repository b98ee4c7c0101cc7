using System.Collections.Concurrent;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>Where the status of some updates is found that were accepted.</summary>
internal sealed class KnownUpdates
{
    private const int MaxKept = 500;

    private readonly ConcurrentQueue<string> _paths = new();

    /// <summary>Keeps the path in a 202's Location.</summary>
    public void Accepted(string? location)
    {
        if (Uri.TryCreate(location, UriKind.Absolute, out var url))
        {
            _paths.Enqueue(url.AbsolutePath);
            if (_paths.Count > MaxKept)
            {
                _paths.TryDequeue(out _);
            }
        }
    }

    /// <summary>Some path; null while there is none.</summary>
    public string? Any(Random random) => _paths.ElementAtOrDefault(random.Next(MaxKept));
}

using System.Collections.Concurrent;

namespace ContactRelay.Secrets;

/// <summary>
/// Secrets in memory: each for ten minutes, or until it is said not to work, and read by one at a time however many ask.
/// Failures are not kept.
/// </summary>
public sealed class SecretCache(ISecretReader reader, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The secret, from memory where it is there.</summary>
    public Task<SecretReading> GetAsync(string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return ReadAsync(name, entry => entry.IsFresh(now), cancellationToken);
    }

    /// <summary>The secret, or that there is none, as it was read within this time: for those who ask whether it has changed.</summary>
    public Task<SecretReading> GetAsync(string name, TimeSpan maxAge, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return ReadAsync(name, entry => now - entry.At < maxAge, cancellationToken);
    }

    /// <summary>
    /// The secret, read afresh because the value <paramref name="used"/> does not work; unless it was read again
    /// already, be it with the same result, since many find out at the same time.
    /// </summary>
    public Task<SecretReading> RefreshAsync(string name, SecretReading used, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return ReadAsync(name, entry => entry.IsFresh(now) && !entry.Holds(used), cancellationToken);
    }

    private Task<SecretReading> ReadAsync(string name, Func<Entry, bool> serves, CancellationToken cancellationToken)
    {
        var entry = _entries.AddOrUpdate(
            name,
            static (key, self) => self.NewEntry(key),
            (key, current, self) => serves(current) ? current : self.NewEntry(key),
            this);

        // The one reading serves everybody who asks, so it does not end when one of them gives up.
        return entry.Reading.Value.WaitAsync(cancellationToken);
    }

    private Entry NewEntry(string name) =>
        new(new(async () => await reader.ReadAsync(name, CancellationToken.None)), time.GetUtcNow());

    private sealed record Entry(Lazy<Task<SecretReading>> Reading, DateTimeOffset At)
    {
        public bool IsFresh(DateTimeOffset now) =>
            now - At < Kept && (!IsDone || (HasSucceeded && Reading.Value.Result.Value is not null));

        public bool Holds(SecretReading used) => HasSucceeded && ReferenceEquals(Reading.Value.Result, used);

        private bool IsDone => Reading.IsValueCreated && Reading.Value.IsCompleted;

        private bool HasSucceeded => Reading.IsValueCreated && Reading.Value.IsCompletedSuccessfully;
    }
}

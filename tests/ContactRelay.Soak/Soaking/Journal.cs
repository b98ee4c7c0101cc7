using System.Collections.Concurrent;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>All that was sent.</summary>
internal sealed class Journal
{
    private readonly ConcurrentDictionary<int, Sending> _sendings = new();
    private readonly ConcurrentDictionary<(Subject, string), bool> _withEmail = new();
    private int _lastNumber;
    private int _replays;

    /// <summary>Every update that was sent.</summary>
    public IEnumerable<Sending> All => _sendings.Values;

    /// <summary>Those that were answered with a 202.</summary>
    public IEnumerable<Sending> Accepted => All.Where(sending => sending.Status is not null);

    /// <summary>How many were sent once more after their 202.</summary>
    public int Replays => _replays;

    /// <summary>A number for another update.</summary>
    public int NextNumber() => Interlocked.Increment(ref _lastNumber);

    /// <summary>Writes an update down, before it is sent.</summary>
    public void Add(Sending sending) => _sendings[sending.Number] = sending;

    /// <summary>The update with this number, or null.</summary>
    public Sending? Find(int? number) => number is { } known ? _sendings.GetValueOrDefault(known) : null;

    /// <summary>Counts a replay.</summary>
    public void Replayed() => Interlocked.Increment(ref _replays);

    /// <summary>Whether the contact's e-mail address has been accepted: Bosscart demands it in every call.</summary>
    public bool HasEmail(Subject subject, string contact) => _withEmail.ContainsKey((subject, contact));

    /// <summary>Writes down that it has.</summary>
    public void EmailAccepted(Subject subject, string contact) => _withEmail[(subject, contact)] = true;
}

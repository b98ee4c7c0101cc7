using System.Globalization;

namespace ContactRelay.Simulation.Core;

/// <summary>
/// What happened, step by step: always as a hash, and as lines where somebody wants to read them. Ids that come from
/// outside the run, such as GUIDs, must never get here.
/// </summary>
internal sealed class Trace(Scheduler scheduler, bool isReadable)
{
    private readonly List<string> _lines = [];

    public ulong Hash { get; private set; } = TraceHash.Start;

    public int Count { get; private set; }

    public IReadOnlyList<string> Lines => _lines;

    public void Add(string who, string what, string? about, string? outcome = null, long number = 0)
    {
        Count++;
        var hash = TraceHash.Mix(Hash, (ulong)scheduler.Now);
        hash = TraceHash.Mix(TraceHash.Mix(TraceHash.Mix(TraceHash.Mix(hash, who), what), about), outcome);
        Hash = TraceHash.Mix(hash, (ulong)number);
        if (isReadable)
        {
            var at = TimeSpan.FromMilliseconds(scheduler.Now).ToString(@"d\.hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
            var result = outcome is null ? "" : $" → {outcome}";
            var count = number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {number}");
            _lines.Add($"{at} {who,-12} {what}{(about is null ? "" : " " + about)}{result}{count}");
        }
    }
}

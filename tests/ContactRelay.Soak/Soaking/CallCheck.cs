using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>
/// Looks at the calls of one contact, in the order in which they came: one at a time, none for 30 seconds after one
/// without an answer, no value that nobody sent, and no field older than it was. Nothing is excepted as landed late: no
/// answer is held back for longer than ContactRelay waits, so nothing can.
/// </summary>
internal sealed class CallCheck(Journal journal, Findings findings)
{
    // The host waits 30 seconds by its own clock, from when it noticed.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(29.5);

    /// <summary>Checks the calls of one contact.</summary>
    public void Check(IReadOnlyList<ProviderCall> calls)
    {
        foreach (var (earlier, later) in calls.Zip(calls.Skip(1)))
        {
            var gap = later.Request.At - earlier.Request.EndedAt;
            findings.Unless(gap >= TimeSpan.Zero, $"{Name(later)} began while another was in flight");
            findings.Unless(earlier.Request.Status is not null || gap >= Rest, $"{Name(later)} began {gap?.TotalSeconds:0.0} s after one without an answer");
        }

        foreach (var (path, name) in calls[0].Subject.Fields)
        {
            CheckOrder([.. calls.Where(call => call.Values.ContainsKey(name))], path, name);
        }
    }

    private static string Name(ProviderCall call) => $"{call.Subject.Tenant} call at {call.Request.At:HH:mm:ss.fff}";

    private void CheckOrder(List<ProviderCall> calls, string path, string name)
    {
        Sending? newest = null;
        foreach (var call in calls)
        {
            var sending = journal.Find(Sending.NumberOf(call.Values[name]));
            if (sending is null || sending.Contact != call.Contact || sending.Subject != call.Subject || !sending.Paths.Contains(path))
            {
                findings.Add($"{Name(call)} carries a value for {path} that nobody sent for the contact");
                continue;
            }

            findings.Unless(newest is null || !sending.Version.IsOlderThan(newest.Version), $"{Name(call)} takes {path} back from {newest?.Name} to {sending.Name}");
            newest = newest is null || newest.Version.IsOlderThan(sending.Version) ? sending : newest;
        }
    }
}

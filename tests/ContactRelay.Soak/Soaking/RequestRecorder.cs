using ContactRelay.Sandbox;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>Keeps all of the providers' requests; the sandbox forgets all but the last thousand of each.</summary>
internal sealed class RequestRecorder(SandboxServer sandbox, Findings findings)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, List<SandboxRequest>> _requests = Subject.All.ToDictionary(subject => subject.Call, _ => new List<SandboxRequest>());

    /// <summary>Records until it is to stop, and what there is then.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Take();
            await Task.Delay(Interval, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Take();
    }

    /// <summary>All calls of a subject, in the order in which they came.</summary>
    public IEnumerable<ProviderCall> Calls(Subject subject) => _requests[subject.Call].Select(request => ProviderCall.Read(subject, request));

    private void Take()
    {
        foreach (var (call, known) in _requests)
        {
            var last = sandbox.Requests(call);
            var next = known.Count == 0 ? 0 : last.Index().Where(entry => ReferenceEquals(entry.Item, known[^1])).Select(entry => entry.Index + 1).FirstOrDefault();
            findings.Unless(known.Count == 0 || next > 0, $"{call}: more requests came than could be recorded");
            known.AddRange(last.Skip(next));
        }
    }
}

using System.Globalization;
using ContactRelay.Sandbox;
using ContactRelay.Soak.Relay;
using ContactRelay.Tests;
using ContactRelay.Tests.Storage;

namespace ContactRelay.Soak.Soaking;

/// <summary>Writers send, providers fail, the host is killed; then all is compared.</summary>
internal sealed class SoakRun : IDisposable
{
    private const int Writers = 8;
    private const int KillsAtTheSameContacts = 10;

    private readonly Findings _findings;
    private readonly Journal _journal = new();
    private readonly SandboxServer _sandbox;
    private readonly RequestRecorder _recorder;
    private readonly RelayHost _host;
    private readonly OutputCheck _output;
    private readonly Tormentor _tormentor;
    private readonly HttpClient _client;
    private readonly int _seed;

    private SoakRun(SandboxServer sandbox, RelayHost host, int seed, CancellationToken cancellationToken)
    {
        (_sandbox, _host, _seed) = (sandbox, host, seed);
        _findings = new();
        _recorder = new(sandbox, _findings);
        _output = new(_findings);
        _tormentor = new(host, _output, new(seed), cancellationToken);
        _client = new() { BaseAddress = host.Url, DefaultRequestHeaders = { Authorization = new("Bearer", Subject.CallerKey) } };
    }

    /// <summary>Runs it, and gives the exit code.</summary>
    public static async Task<int> RunAsync(int kills, string storage, int seed, CancellationToken cancellationToken)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, storage {storage}, {kills} kills"));
        using var folder = new TestFolder();
        await using var azurite = storage == "azurite" ? await AzuriteProcess.StartAsync() : null;
        await using var sandbox = await SandboxServer.StartAsync("http://127.0.0.1:0", TimeProvider.System, cancellationToken);
        await using var host = new RelayHost(folder, sandbox, azurite?.ConnectionString(1) ?? "embedded", cancellationToken);
        using var run = new SoakRun(sandbox, host, seed, cancellationToken);
        return await run.RunAsync(kills, azurite, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task<int> RunAsync(int kills, AzuriteProcess? azurite, CancellationToken cancellationToken)
    {
        var began = DateTimeOffset.UtcNow;
        using var recorded = new CancellationTokenSource();
        var recording = _recorder.RunAsync(recorded.Token);
        await SendAsync(kills, cancellationToken);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_journal.Accepted.Count()} updates are accepted; the faults have ended"));
        if (azurite is not null)
        {
            await azurite.AdvanceAsync(RelayHost.HiddenAfterDeath);
        }

        var statuses = new StatusCheck(_client, _journal, _findings);
        await statuses.RunAsync(cancellationToken);
        await recorded.CancelAsync();
        await recording;
        _output.Check(_host.Output);
        var contacts = new ContactCheck(_sandbox, _journal, statuses.States, _findings);
        var calls = Subject.All.SelectMany(_recorder.Calls).ToList();
        await CheckAsync(contacts, calls, cancellationToken);
        Print(contacts, statuses, calls);
        return _findings.Conclude(string.Create(
            CultureInfo.InvariantCulture, $"nothing lost, nothing gone back, in {(DateTimeOffset.UtcNow - began).TotalSeconds:0} s"));
    }

    private async Task SendAsync(int kills, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _host.Start();
        await _host.ServesAsync();
        var failing = new FaultThrower(_sandbox, new(_seed + 1)).RunAsync(stop.Token);
        var writing = Enumerable.Range(0, Writers).Select(writer => new Writer(
            _client, _journal, _findings, () => _tormentor.Kills / KillsAtTheSameContacts * Writer.Contacts, new(_seed + 2 + writer)).RunAsync(stop.Token, cancellationToken));
        var all = Task.WhenAll([failing, .. writing]);
        await Task.WhenAny(_tormentor.RunAsync(kills), all).Unwrap();
        await stop.CancelAsync();
        await all;
    }

    private async Task CheckAsync(ContactCheck contacts, List<ProviderCall> calls, CancellationToken cancellationToken)
    {
        var ledger = new LedgerCheck(_client, _findings);
        var order = new CallCheck(_journal, _findings);
        var callsOf = calls.ToLookup(call => (call.Subject, call.Contact));
        foreach (var contactCalls in callsOf)
        {
            order.Check([.. contactCalls]);
        }

        foreach (var sent in _journal.All.GroupBy(sending => (sending.Subject, sending.Contact)))
        {
            var accepted = sent.Where(sending => sending.Status is not null).ToList();
            if (accepted.Count > 0)
            {
                contacts.Check(sent.Key.Subject, sent.Key.Contact, accepted, [.. callsOf[sent.Key]]);
                await ledger.CheckAsync(sent.Key.Subject, sent.Key.Contact, [.. sent], cancellationToken);
            }
        }
    }

    private void Print(ContactCheck contacts, StatusCheck statuses, List<ProviderCall> calls)
    {
        int Met(Func<SandboxFault, bool> isSo) => calls.Count(call => call.Request.Fault is { } fault && isSo(fault));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            killed {_tormentor.Kills} times, stopped {_tormentor.Stops} times
            sent {_journal.All.Count()} updates; {_journal.Accepted.Count()} answered 202, the others not at all; {_journal.Replays} replayed
            statuses: {string.Join(", ", statuses.States.Values.CountBy(state => state.Status ?? "unknown").Select(count => $"{count.Value} {count.Key}"))}
            {calls.Count} calls: {Met(fault => fault.Status is 500 or 503)} failed, {Met(fault => fault.Status == 429)} throttled, {Met(fault => fault.Status == 401)} refused, {Met(fault => fault.Delay > TimeSpan.Zero)} delayed, {Met(fault => fault.Reset)} reset, {Met(fault => fault.ApplyThenReset)} applied without an answer, {Met(fault => fault.Drop)} dropped; {calls.Count(call => call.Request.Status is null)} without an answer
            compared {contacts.Fields} fields of contacts, of which the provider had dropped {contacts.Dropped}; looked through {_output.Lines} lines of output
            """));
    }
}

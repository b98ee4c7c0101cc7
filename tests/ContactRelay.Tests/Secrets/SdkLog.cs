using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Azure.Core.Diagnostics;

namespace ContactRelay.Tests.Secrets;

/// <summary>All that the Azure SDK logs while this lives, in the whole process, to the last detail.</summary>
internal sealed class SdkLog : IDisposable
{
    private readonly ConcurrentQueue<string> _events = new();
    private readonly AzureEventSourceListener _listener;

    public SdkLog() => _listener = new AzureEventSourceListener(
        (written, text) => _events.Enqueue($"{written.EventName} {text} {string.Join(' ', written.Payload ?? (IEnumerable<object?>)[])}"),
        EventLevel.Verbose);

    public IReadOnlyList<string> Events => [.. _events];

    public void Dispose() => _listener.Dispose();
}

namespace ContactRelay.Sandbox.Control;

/// <summary>The last requests of one provider, in a ring; fewer of them if their bodies are large.</summary>
internal sealed class RequestLog
{
    private const int Capacity = 1_000;
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<SandboxRequest> _requests = new(Capacity);
    private long _bytes;

    public IReadOnlyList<SandboxRequest> OldestFirst
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public void Add(SandboxRequest request)
    {
        lock (_lock)
        {
            // Room first: the ring never has to grow.
            _bytes += request.Body.Length;
            while (_requests.Count > 0 && (_requests.Count >= Capacity || _bytes > MaxBytes))
            {
                _bytes -= _requests.Dequeue().Body.Length;
            }

            _requests.Enqueue(request);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
            _bytes = 0;
        }
    }
}

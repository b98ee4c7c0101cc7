namespace ContactRelay.Sandbox.Control;

/// <summary>The faults that a provider's next calls will meet, in order.</summary>
internal sealed class FaultQueue
{
    private readonly Lock _lock = new();
    private List<SandboxFault> _faults = [];

    /// <summary>What remains; each fault's count says for how many calls.</summary>
    public IReadOnlyList<SandboxFault> Remaining
    {
        get
        {
            lock (_lock)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>Puts these in place of all that is there.</summary>
    public void Replace(IEnumerable<SandboxFault> faults)
    {
        List<SandboxFault> replacement = [.. faults];
        lock (_lock)
        {
            _faults = replacement;
        }
    }

    /// <summary>The fault of the next call, if any.</summary>
    public SandboxFault? Take()
    {
        lock (_lock)
        {
            if (_faults.Count == 0)
            {
                return null;
            }

            var fault = _faults[0];
            if (fault.Count > 1)
            {
                _faults[0] = fault with { Count = fault.Count - 1 };
            }
            else
            {
                _faults.RemoveAt(0);
            }

            return fault;
        }
    }
}

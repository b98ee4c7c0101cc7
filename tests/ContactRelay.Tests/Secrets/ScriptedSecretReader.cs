using System.Collections.Concurrent;
using ContactRelay.Secrets;

namespace ContactRelay.Tests.Secrets;

/// <summary>Secrets that come when the test says so.</summary>
internal sealed class ScriptedSecretReader : ISecretReader
{
    private readonly ConcurrentQueue<Func<Task<SecretReading>>> _answers = new();
    private int _reads;

    /// <summary>How often it was asked.</summary>
    public int Reads => Volatile.Read(ref _reads);

    public ScriptedSecretReader Then(Func<Task<SecretReading>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public ScriptedSecretReader Then(SecretReading reading) => Then(() => Task.FromResult(reading));

    public Task<SecretReading> ReadAsync(string name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        return _answers.TryDequeue(out var answer) ? answer() : throw new InvalidOperationException("Not scripted.");
    }
}

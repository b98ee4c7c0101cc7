using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Tests.Security;

/// <summary>All that is logged, with its scopes, its values and its exceptions.</summary>
internal sealed class CapturedLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _added = new(0);
    private IExternalScopeProvider? _scopes;

    public string Text => string.Join('\n', _lines);

    /// <summary>The text once it has these words, which may be logged after what they tell of can be seen.</summary>
    public async Task<string> UntilAsync(string words, CancellationToken cancellationToken)
    {
        while (!Text.Contains(words, StringComparison.Ordinal))
        {
            await _added.WaitAsync(cancellationToken);
        }

        return Text;
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() => _added.Dispose();

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
            log._lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {values} {exception}");
            log._scopes?.ForEachScope((scope, _) => log._lines.Enqueue($"  within {scope}"), 0);
            log._added.Release();
        }
    }
}

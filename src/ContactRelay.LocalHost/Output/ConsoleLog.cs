using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactRelay.LocalHost.Output;

/// <summary>
/// Prints the log some lines at a time. A line for each update is a tenth of what an update costs where each is a write of
/// its own, as .NET's own console makes it; levels are configured as for that.
/// </summary>
[ProviderAlias("Console")]
internal sealed class ConsoleLog : ILoggerProvider
{
    // How much may wait; then whoever has something to say prints it first.
    private const int MaxChars = 64 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly Lock _printing = new();
    private readonly OutcomeFormatter _formatter;
    private readonly TextWriter _output;
    private readonly ITimer _timer;
    private StringWriter _lines = new();
    private StringWriter _printed = new();
    private bool _isAwaited;

    public ConsoleLog(OutcomeFormatter formatter, TextWriter output, TimeProvider time)
    {
        (_formatter, _output) = (formatter, output);
        _timer = time.CreateTimer(static log => ((ConsoleLog)log!).Print(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ILogger CreateLogger(string categoryName) => new CategoryLogger(this, categoryName);

    public void Dispose()
    {
        _timer.Dispose();
        Print();
    }

    private void Add<TState>(in LogEntry<TState> entry)
    {
        bool isFull;
        lock (_gate)
        {
            _formatter.Write(entry, _lines);
            isFull = _lines.GetStringBuilder().Length >= MaxChars;
            if (!_isAwaited)
            {
                _isAwaited = true;
                _timer.Change(Pause, Timeout.InfiniteTimeSpan);
            }
        }

        if (isFull)
        {
            Print();
        }
    }

    private void Print()
    {
        lock (_printing)
        {
            lock (_gate)
            {
                (_lines, _printed) = (_printed, _lines);
                _isAwaited = false;
            }

            try
            {
                _output.Write(_printed.GetStringBuilder());
            }
            catch (IOException)
            {
                // The disk that it goes to is full, say. There is nobody else to tell, and the host must not end for it.
            }

            _printed.GetStringBuilder().Clear();
        }
    }

    private sealed class CategoryLogger(ConsoleLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
    }
}

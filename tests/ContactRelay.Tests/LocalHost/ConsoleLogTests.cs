using ContactRelay.LocalHost.Output;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

public sealed class ConsoleLogTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _output = new();
    private readonly ConsoleLog _log;
    private readonly ILogger _logger;

    public ConsoleLogTests()
    {
        _log = new(new OutcomeFormatter(_time) { IsColoured = false }, _output, _time);
        _logger = _log.CreateLogger("Tests");
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Log_is_printed_in_order_and_together_after_a_moment()
    {
        Log("one");
        Log("two");

        Assert.Empty(_output.ToString());
        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal($"12:00:00.000 warn: Tests[0] one{Environment.NewLine}12:00:00.000 warn: Tests[0] two{Environment.NewLine}", _output.ToString());
    }

    [Fact]
    public void Log_after_a_pause_is_printed_after_another()
    {
        Log("one");
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Log("two");
        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.EndsWith($"two{Environment.NewLine}", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_that_grows_long_is_printed_at_once()
    {
        Log(new string('x', 70_000));

        Assert.InRange(_output.ToString().Length, 70_000, 71_000);
    }

    [Fact]
    public void Dispose_prints_what_waits()
    {
        Log("one");

        _log.Dispose();

        Assert.Contains("one", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_that_cannot_be_printed_is_lost_and_the_next_is_printed()
    {
        var output = new FailingWriter { IsFull = true };
        using var log = new ConsoleLog(new OutcomeFormatter(_time) { IsColoured = false }, output, _time);
        var logger = log.CreateLogger("Tests");

        Log("one", logger);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        output.IsFull = false;
        Log("two", logger);
        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal($"12:00:00.020 warn: Tests[0] two{Environment.NewLine}", output.ToString());
    }

    [Fact]
    public void Logger_writes_every_level_but_none()
    {
        Assert.True(_logger.IsEnabled(LogLevel.Trace));
        Assert.False(_logger.IsEnabled(LogLevel.None));
    }

    private void Log(string words, ILogger? logger = null) =>
        (logger ?? _logger).Log(LogLevel.Warning, new EventId(0), words, null, (state, _) => state);

    private sealed class FailingWriter : StringWriter
    {
        public bool IsFull { get; set; }

        public override void Write(System.Text.StringBuilder? value)
        {
            if (IsFull)
            {
                throw new IOException("No space left on device");
            }

            base.Write(value);
        }
    }
}

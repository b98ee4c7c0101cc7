using ContactRelay.LocalHost.Output;
using ContactRelay.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What the local host's console prints.</summary>
public sealed class OutcomeFormatterTests
{
    private static readonly KeyValuePair<string, object?>[] Outcome =
    [
        new("Tenant", "acme"), new("Provider", "kulea"), new("Contact", "3f2a91c04be7"), new("Outcome", "delivered"), new("UpdateIds", "1 2"), new("Milliseconds", 143),
    ];

    [Fact]
    public void Write_outcome_is_a_line_of_columns() =>
        Assert.Equal($"12:00:00.000 acme kulea 3f2a91c04be7 delivered 143 ms{Environment.NewLine}", Write(Outcome));

    [Fact]
    public void Write_outcome_without_a_call_has_no_time() =>
        Assert.Equal($"12:00:00.000 acme kulea 3f2a91c04be7 delivered{Environment.NewLine}", Write(Outcome[..5]));

    [Fact]
    public void Write_outcome_on_a_terminal_is_coloured() =>
        Assert.Equal($"12:00:00.000 acme kulea 3f2a91c04be7 \e[32mdelivered\e[0m 143 ms{Environment.NewLine}", Write(Outcome, isColoured: true));

    [Fact]
    public void Write_failure_has_its_level_and_the_whole_exception()
    {
        var exception = new InvalidOperationException("outer", new IOException("inner"));

        var written = Write([], LogLevel.Error, exception, "ContactRelay.Delivery.QueueMessageHandler");

        Assert.Equal($"12:00:00.000 fail: ContactRelay.Delivery.QueueMessageHandler[7] the words{Environment.NewLine}{exception}{Environment.NewLine}", written);
    }

    private static string Write(
        KeyValuePair<string, object?>[] values, LogLevel level = LogLevel.Information, Exception? exception = null, string? category = null, bool isColoured = false)
    {
        using var writer = new StringWriter();
        var entry = new LogEntry<KeyValuePair<string, object?>[]>(
            level, category ?? typeof(OutcomeRecorder).FullName!, new EventId(7), values, exception, (_, _) => "the words");
        new OutcomeFormatter(new ManualTime()) { IsColoured = isColoured }.Write(entry, writer);
        return writer.ToString();
    }
}

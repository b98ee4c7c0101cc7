using System.Globalization;
using ContactRelay.Contacts;
using ContactRelay.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContactRelay.LocalHost.Output;

/// <summary>
/// The log as a developer reads it: an outcome is a line of columns, the time, the tenant, the provider, the contact's
/// hash, what came of it and how long that took. Anything else is its level and its words, an exception in full.
/// </summary>
internal sealed class OutcomeFormatter(TimeProvider time)
{
    private const string NoColour = "\e[0m";

    /// <summary>Whether to colour: on a terminal alone, since a file or a pipe would get the codes.</summary>
    internal bool IsColoured { get; init; } = !Console.IsOutputRedirected;

    /// <summary>Writes what was logged, with the end of its line.</summary>
    public void Write<TState>(in LogEntry<TState> logEntry, TextWriter textWriter)
    {
        WriteTime(textWriter);
        if (logEntry is { Exception: null, State: IReadOnlyList<KeyValuePair<string, object?>> values }
            && logEntry.Category == typeof(OutcomeRecorder).FullName && Value(values, "Outcome") is string outcome)
        {
            var took = Value(values, "Milliseconds") is int milliseconds ? $" {milliseconds} ms" : "";
            textWriter.Write($" {Value(values, "Tenant")} {Value(values, "Provider")} {Value(values, "Contact")} ");
            WriteColoured(textWriter, outcome, ColourOf(outcome));
            textWriter.WriteLine(took);
            return;
        }

        textWriter.Write(' ');
        WriteColoured(textWriter, Word(logEntry.LogLevel), logEntry.LogLevel >= LogLevel.Error ? "\e[31m" : logEntry.LogLevel == LogLevel.Warning ? "\e[33m" : "");
        textWriter.WriteLine($" {logEntry.Category}[{logEntry.EventId.Id}] {PlainText.Escape(logEntry.Formatter(logEntry.State, null))}");
        if (logEntry.Exception is { } exception)
        {
            foreach (var line in exception.ToString().AsSpan().EnumerateLines())
            {
                textWriter.WriteLine(PlainText.Escape(line.ToString()));
            }
        }
    }

    /// <summary>Green is done, yellow will be tried again, red is for somebody to look into.</summary>
    private static string ColourOf(string outcome) => outcome switch
    {
        "delivered" => "\e[32m",
        "rejected" or "expired" or "unauthorized" => "\e[31m",
        "superseded" or "ignored" or "cancelled" or "discarded" => "\e[90m",
        _ => "\e[33m",
    };

    /// <summary>As .NET's own console has them, which tools look for.</summary>
    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce:",
        LogLevel.Debug => "dbug:",
        LogLevel.Information => "info:",
        LogLevel.Warning => "warn:",
        LogLevel.Error => "fail:",
        _ => "crit:",
    };

    private static object? Value(IReadOnlyList<KeyValuePair<string, object?>> values, string name)
    {
        for (var i = 0; i < values.Count; i++)
        {
            var (label, value) = values[i];
            if (label == name)
            {
                return value;
            }
        }

        return null;
    }

    private void WriteTime(TextWriter writer)
    {
        // To milliseconds; a format of our own would be looked through each time.
        Span<char> text = stackalloc char["00:00:00.0000000".Length];
        TimeOnly.FromDateTime(time.GetLocalNow().DateTime).TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        writer.Write(text[.."00:00:00.000".Length]);
    }

    private void WriteColoured(TextWriter writer, string text, string colour) =>
        writer.Write(IsColoured && colour.Length > 0 ? $"{colour}{text}{NoColour}" : text);
}

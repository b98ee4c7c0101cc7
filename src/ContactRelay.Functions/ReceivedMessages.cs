using System.Globalization;
using ContactRelay.Delivery;
using Microsoft.Azure.Functions.Worker;

namespace ContactRelay.Functions;

/// <summary>What the host tells of a queue's message beside its text.</summary>
internal static class ReceivedMessages
{
    /// <summary>The message that the function was called for.</summary>
    public static ReceivedMessage Received(this FunctionContext context, string text, bool isBulk = false) => new(
        text,
        Text(context, "Id") ?? throw new InvalidOperationException("The host names no message id."),
        Text(context, "InsertionTime") is { } inserted
            ? DateTimeOffset.Parse(inserted, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : throw new InvalidOperationException("The host names no insertion time."),
        isBulk);

    /// <summary>The host hands values over as JSON, so a text may come in its quotes.</summary>
    private static string? Text(FunctionContext context, string name) =>
        context.BindingContext.BindingData.TryGetValue(name, out var value) ? value?.ToString()?.Trim('"') : null;
}

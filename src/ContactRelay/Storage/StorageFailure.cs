using System.Text.Json;
using System.Xml;
using Azure;
using Azure.Identity;

namespace ContactRelay.Storage;

/// <summary>Tells a storage that is away from everything else that may go wrong.</summary>
internal static class StorageFailure
{
    /// <summary>
    /// The exception to throw for one that a client's pipeline threw after all its tries, or null where it is not about
    /// the storage.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="what">What was asked: a table or a queue, never a key.</param>
    /// <param name="cancellationToken">Tells the caller's giving up from a time-out.</param>
    public static StorageUnavailableException? Of(Exception exception, string what, CancellationToken cancellationToken) => exception switch
    {
        // Its own text quotes the answer.
        RequestFailedException { Status: > 0 } failed => Answered(what, failed.Status, failed.ErrorCode),
        AuthenticationFailedException => new($"No token for {what} could be had.", exception),
        OperationCanceledException when cancellationToken.IsCancellationRequested => null,

        // What the client throws for an error whose body it cannot read.
        JsonException or XmlException or KeyNotFoundException => NotTheStorage(what),
        RequestFailedException or AggregateException or OperationCanceledException or IOException => new($"Cannot reach {what}.", exception),
        _ => null,
    };

    /// <summary>The exception to throw where a gateway or something else answered.</summary>
    public static StorageUnavailableException NotTheStorage(string what) => new($"What answered for {what} is not the storage.");

    /// <summary>The exception to throw for an answer that nothing can be made of.</summary>
    public static StorageUnavailableException Answered(string what, int status, string? errorCode) =>
        new($"The storage answered HTTP {status} ({errorCode ?? "no error code"}) for {what}.");
}

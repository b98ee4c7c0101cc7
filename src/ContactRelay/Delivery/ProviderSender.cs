using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using ContactRelay.Providers;

namespace ContactRelay.Delivery;

/// <summary>The one place that sends requests to providers.</summary>
public sealed class ProviderSender(IHttpMessageHandlerFactory handlers, TimeProvider time)
{
    /// <summary>The name of the HTTP client whose handlers requests are sent with.</summary>
    public const string ClientName = "provider";

    /// <summary>The most that is read of an answer, in bytes.</summary>
    public const int MaxAnswerBytes = 256 * 1024;

    /// <summary>How long a call may take, from its first byte to the answer's last.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private const int UsualAnswerBytes = 4096;
    private const string NotConnected = "The provider could not be connected to.";

    private static readonly string UserAgent =
        new ProductInfoHeaderValue("ContactRelay", typeof(ProviderSender).Assembly.GetName().Version?.ToString(2)).ToString();

    /// <summary>
    /// Sends a request and reads its answer. It does not end when the host does: a call once made is better waited for
    /// than made again.
    /// </summary>
    public async Task<SendResult> SendAsync(ProviderRequest request)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        try
        {
            using var message = ToMessage(request);

            // Without the time-out, the limits and the default headers of an HttpClient, none of which are of use here.
            using var sender = new HttpMessageInvoker(handlers.CreateHandler(ClientName), disposeHandler: false);
            using var response = await sender.SendAsync(message, timeout.Token);
            var (body, isCut) = await ReadAsync(response.Content, timeout.Token);
            return new(new ProviderAnswer((int)response.StatusCode, body, RetryAfterOf(response), isCut), null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new(null, DeliveryOutcome.NoAnswer($"No answer within {Timeout.TotalSeconds:0} seconds."));
        }
        catch (OperationCanceledException)
        {
            // The connection has a time-out of its own, after which nothing can have been sent.
            return new(null, DeliveryOutcome.RetryLater(NotConnected));
        }
        catch (HttpRequestException e)
        {
            return new(null, Describe(e));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException)
        {
            // The last is what Brotli throws for what is not Brotli.
            return new(null, DeliveryOutcome.NoAnswer("The connection broke off within the answer."));
        }
    }

    private static HttpRequestMessage ToMessage(ProviderRequest request)
    {
        // HTTP/2 where the provider offers it within TLS, so that all its calls share a connection; else 1.1 (RFC 7301).
        var message = new HttpRequestMessage(request.Method, request.Url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new ByteArrayContent(request.Body),
        };

        // The first two are ours and right. A key is opaque text and need not be of the form that the typed header asks for.
        message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        message.Headers.TryAddWithoutValidation("Authorization", request.Authorization);
        return message;
    }

    private static async Task<(byte[] Body, bool IsCut)> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(UsualAnswerBytes);
        try
        {
            var length = 0;
            int read;
            while ((read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0 && length + read <= MaxAnswerBytes)
            {
                length += read;
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(2 * length);
                    buffer.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            return (buffer[..length], read > 0);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? RetryAfter.Read(values, time.GetUtcNow()) : null;

    /// <summary>In our own words: an exception's may name the URL, and with it the contact.</summary>
    private static DeliveryOutcome Describe(HttpRequestException e) => Cause(e) switch
    {
        HttpRequestError.NameResolutionError => DeliveryOutcome.RetryLater("The provider's host name could not be resolved."),
        HttpRequestError.ConnectionError => DeliveryOutcome.RetryLater(NotConnected),
        HttpRequestError.SecureConnectionError => DeliveryOutcome.RetryLater("No TLS connection to the provider could be made."),
        HttpRequestError.InvalidResponse => DeliveryOutcome.NoAnswer("What the provider answered is not HTTP."),
        _ => DeliveryOutcome.NoAnswer("The connection broke off before the answer was whole."),
    };

    /// <summary>What went wrong in making the connection comes wrapped.</summary>
    private static HttpRequestError Cause(HttpRequestException e) =>
        e.InnerException is HttpRequestException inner ? Cause(inner) : e.HttpRequestError;
}

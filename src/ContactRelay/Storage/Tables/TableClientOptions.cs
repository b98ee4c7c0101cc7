using Azure.Core;
using Azure.Core.Pipeline;

namespace ContactRelay.Storage.Tables;

/// <summary>How requests to tables are sent.</summary>
internal sealed class TableClientOptions : ClientOptions
{
    /// <summary>What a token is asked for.</summary>
    public const string Scope = "https://storage.azure.com/.default";

    private const int MaxRetries = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(10);

    public TableClientOptions()
    {
        Limit(Retry);

        // The URL holds the contact's id, which neither a log nor a trace may have.
        Diagnostics.IsLoggingEnabled = false;
        Diagnostics.IsLoggingContentEnabled = false;
        Diagnostics.IsDistributedTracingEnabled = false;
        Transport = new HttpClientTransport(new HttpClient(CreateHandler()) { Timeout = System.Threading.Timeout.InfiniteTimeSpan });
    }

    /// <summary>Tries few enough times that a caller is told in time, and can try again itself.</summary>
    public static void Limit(RetryOptions retry)
    {
        retry.Mode = RetryMode.Exponential;
        retry.MaxRetries = MaxRetries;
        retry.Delay = FirstDelay;
        retry.MaxDelay = LongestDelay;
        retry.NetworkTimeout = OneTry;
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),

        // Without it the handler itself would trace the URL.
        ActivityHeadersPropagator = null,
    };
}

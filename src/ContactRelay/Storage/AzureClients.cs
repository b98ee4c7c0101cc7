using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Queues;
using ContactRelay.Storage.Tables;

namespace ContactRelay.Storage;

/// <summary>The tables and queues of one storage account. One instance keeps its connections for all.</summary>
/// <param name="connection">The account.</param>
/// <param name="configure">Changes the options of the clients, as a test does.</param>
internal sealed class AzureClients(AzureStorageConnection connection, Action<ClientOptions>? configure = null)
{
    private readonly TableChannel _tables = CreateTables(connection, configure);
    private readonly QueueClientOptions _queueOptions = CreateQueueOptions(configure);
    private readonly ConcurrentDictionary<string, QueueClient> _queues = new(StringComparer.Ordinal);

    /// <summary>The table with this name; it need not exist.</summary>
    public Table Table(string name) => new(_tables, name);

    /// <summary>The queue with this name; it need not exist.</summary>
    public QueueClient Queue(string name) => _queues.GetOrAdd(name, CreateQueue);

    private static TableChannel CreateTables(AzureStorageConnection connection, Action<ClientOptions>? configure)
    {
        var options = new TableClientOptions();
        configure?.Invoke(options);
        HttpPipelinePolicy authentication = connection.Key is { } key
            ? new SharedKeyPolicy(key)
            : new BearerTokenAuthenticationPolicy(connection.Credential!, TableClientOptions.Scope);
        return new(HttpPipelineBuilder.Build(options, authentication), connection.TableEndpoint);
    }

    private static QueueClientOptions CreateQueueOptions(Action<ClientOptions>? configure)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        TableClientOptions.Limit(options.Retry);
        options.Diagnostics.IsLoggingContentEnabled = false;
        configure?.Invoke(options);
        return options;
    }

    private QueueClient CreateQueue(string name)
    {
        var uri = new Uri($"{connection.QueueEndpoint.AbsoluteUri.TrimEnd('/')}/{name}");
        return connection.Key is { } key
            ? new(uri, new StorageSharedKeyCredential(key.Account, key.Key), _queueOptions)
            : new(uri, connection.Credential, _queueOptions);
    }
}

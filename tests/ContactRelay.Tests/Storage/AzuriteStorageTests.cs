namespace ContactRelay.Tests.Storage;

public sealed class AzuriteMailboxStoreTests(AzuriteFixture azurite) : MailboxStoreContract(new AzuriteStorageUnderTest(azurite));

public sealed class AzuriteUpdateQueueTests(AzuriteFixture azurite) : UpdateQueueContract(new AzuriteStorageUnderTest(azurite));

public sealed class AzuriteDeadLetterStoreTests(AzuriteFixture azurite) : DeadLetterStoreContract(new AzuriteStorageUnderTest(azurite));

public sealed class AzuriteTenantStoreTests(AzuriteFixture azurite) : TenantStoreContract(new AzuriteStorageUnderTest(azurite));

public sealed class AzuriteTenantRowsTests(AzuriteFixture azurite) : TenantRowsContract(new AzuriteStorageUnderTest(azurite));

public sealed class AzuriteTenantGateStoreTests(AzuriteFixture azurite) : TenantGateStoreContract(new AzuriteStorageUnderTest(azurite));

public sealed class AzuriteMailboxIndexTests(AzuriteFixture azurite) : MailboxIndexContract(new AzuriteStorageUnderTest(azurite));

public sealed class AzuriteActivityStoreTests(AzuriteFixture azurite) : ActivityStoreContract(new AzuriteStorageUnderTest(azurite));

public sealed class AzuriteUnreadableRowTests(AzuriteFixture azurite) : UnreadableRowContract(new AzuriteStorageUnderTest(azurite));

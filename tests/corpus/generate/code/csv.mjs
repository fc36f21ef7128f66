// Templates as CSV (RFC 4180): what is written, what is read, and what is refused at which line and column.
import { api, machine, management, orders, placed, reports, role, template } from './build.mjs'

const lines = (...rows) => rows.map(row => `${row}\n`).join('')
const HEADER = 'role,permission,type,resource'
const table = (...rows) => lines(HEADER, ...rows)

/** Is written so, and what was written is read as `back`: as it was, unless something of it is not in CSV. */
const written = (name, document, csv, back = {}) => ({ name: `written: ${name}`, document, csv, ...back })
/** Is read so. */
const read = (name, csv, document) => ({ name: `read: ${name}`, csv, template: document })
const refused = (name, csv, ...problems) => ({ name: `refused: ${name}`, csv, problems: placed(problems) })

const writes = [
  written('nothing', template([]), table()),
  written(
    'roles, then API resources, then permissions, each in order',
    template(
      ['write', 'read'],
      [
        role('viewer', ['read']),
        machine('bot', ['write', 'read'], { resources: { [reports]: ['view'], [orders]: ['b', 'a'] } }),
      ],
      { resources: [api(reports, ['view']), api(orders, ['b', 'a'])] },
    ),
    table(
      'bot,read,MachineToMachine,',
      'bot,write,MachineToMachine,',
      `bot,a,MachineToMachine,${orders}`,
      `bot,b,MachineToMachine,${orders}`,
      'bot,view,MachineToMachine,urn:reports',
      'viewer,read,User,',
    ),
  ),
  written(
    'what nobody holds, and who holds nothing',
    template(
      ['pay', 'read', 'bill'],
      [role('guest'), role('admin', ['read'], { resources: { [orders]: ['read'] } }), machine('idle')],
      { resources: [api('urn:none', []), api(orders, ['write', 'read'])] },
    ),
    table(
      ',bill,,',
      ',pay,,',
      `,write,,${orders}`,
      ',,,urn:none',
      'admin,read,User,',
      `admin,read,User,${orders}`,
      'guest,,User,',
      'idle,,MachineToMachine,',
    ),
  ),
  written(
    'names with commas, quotes and line breaks; letters are sorted by their code points',
    template(
      ['a,b', '"c"', 'é', 'Z', '\u{1f600}', '\uff5e', '=1+1', "it's"],
      [
        role('two\r\nlines', ['a,b']),
        role(' spaced ', ['"c"']),
        role('one\rreturn', ["it's"]),
        role('tab\there', ['é', 'Z', '\u{1f600}', '\uff5e', '=1+1']),
      ],
    ),
    table(
      ' spaced ,"""c""",User,',
      '"one\rreturn",it\'s,User,',
      'tab\there,=1+1,User,',
      'tab\there,Z,User,',
      'tab\there,é,User,',
      'tab\there,\uff5e,User,',
      'tab\there,\u{1f600},User,',
      '"two\r\nlines","a,b",User,',
    ),
  ),
  written(
    'nothing but the matrix',
    template(
      [{ name: 'read', id: '1', description: 'Reads' }],
      [role('viewer', ['read'], { id: '2', description: 'Views' })],
      {
        version: '7',
        lintOff: [{ rule: 'equal-roles', reason: 'known' }],
        resources: [
          api(orders, ['write'], { id: '3', name: 'Orders', description: 'O', isDefault: true }),
          api('urn:managed', ['all'], { managementApi: true }),
        ],
      },
    ),
    table(`,write,,${orders}`, ',all,,urn:managed', 'viewer,read,User,'),
    {
      template: template(['read'], [role('viewer', ['read'], { type: 'User' })], {
        resources: [api(orders, ['write']), api('urn:managed', ['all'])],
      }),
    },
  ),
  written(
    'a management API is known by its indicator',
    template([], [machine('bot', [], { resources: { [management]: ['all'] } })], {
      resources: [api(management, ['all'], { managementApi: true })],
    }),
    table(`bot,all,MachineToMachine,${management}`),
  ),
  written(
    'what only an import holds, which is not read back',
    {
      ...template(['two words'], [role('viewer', ['two words'], { resources: { [management]: ['all'] } })], {
        resources: [api('my api', []), api(management, ['all'], { managementApi: true })],
      }),
      imported: true,
    },
    table(',,,my api', 'viewer,two words,User,', `viewer,all,User,${management}`),
    {
      problems: placed([
        'INDICATOR_INVALID /2/resource',
        'NAME_WHITESPACE /3/permission',
        'MANAGEMENT_PERMISSION /4/resource',
      ]),
    },
  ),
]

const viewer = role('viewer', ['read'], { type: 'User' })

const reads = [
  read(
    'the columns in any order, and only those that must be there',
    lines('permission,role', 'read,viewer', 'write,', ',guest'),
    template(['read', 'write'], [role('guest', [], { type: 'User' }), viewer]),
  ),
  read(
    'all columns in another order, and rows in any order',
    lines(
      'resource,type,permission,role',
      ',,read,viewer',
      'urn:b,,,',
      'urn:a,User,view,viewer',
      ',,write,',
      ',,read,admin',
      'urn:a,,drop,',
    ),
    template(
      ['read', 'write'],
      [
        role('admin', ['read'], { type: 'User' }),
        role('viewer', ['read'], { type: 'User', resources: { 'urn:a': ['view'] } }),
      ],
      { resources: [api('urn:a', ['drop', 'view']), api('urn:b', [])] },
    ),
  ),
  read(
    'lines that end with a carriage return and a line feed, or with the text, after a byte order mark',
    `\ufeff${HEADER}\r\nviewer,read,User,\r\n"guest",,"",""`,
    template(['read'], [role('guest', [], { type: 'User' }), viewer]),
  ),
  read(
    'quotes around anything',
    '"role","permission"\n"a ""b"", c","r,""\'"\n"two\nlines","r,""\'"\n',
    template(
      ['r,"\''],
      [role('a "b", c', ['r,"\''], { type: 'User' }), role('two\nlines', ['r,"\''], { type: 'User' })],
    ),
  ),
  read(
    'a type in any row of a role; User where there is none',
    lines('role,permission,type', 'bot,read,', 'bot,write,MachineToMachine', 'bot,,', 'viewer,read,'),
    template(['read', 'write'], [machine('bot', ['read', 'write']), viewer]),
  ),
  read(
    'what stands alone and is held too',
    table(
      ',read,,',
      'viewer,,User,',
      'viewer,read,User,',
      ',,,urn:a',
      'viewer,view,User,urn:a',
      ',view,,urn:a',
    ),
    template(['read'], [role('viewer', ['read'], { type: 'User', resources: { 'urn:a': ['view'] } })], {
      resources: [api('urn:a', ['view'])],
    }),
  ),
  read(
    'case matters, and so does white space in the name of a role',
    table('Viewer,read,,', 'viewer,read,,', ' viewer,Read,,', ',read,,urn:A', ',read,,urn:a'),
    template(
      ['Read', 'read'],
      [role(' viewer', ['Read'], { type: 'User' }), role('Viewer', ['read'], { type: 'User' }), viewer],
      { resources: [api('urn:A', ['read']), api('urn:a', ['read'])] },
    ),
  ),
  read(
    'a name of an API resource may be longer than one of the organization',
    table(`,${'x'.repeat(256)},,urn:a`, `,${'x'.repeat(128)},,`),
    template(['x'.repeat(128)], [], { resources: [api('urn:a', ['x'.repeat(256)])] }),
  ),
]

const refusals = [
  refused('no text', '', 'CSV_INVALID /1'),
  refused('nothing but a byte order mark', '\ufeff', 'CSV_INVALID /1'),
  refused(
    'an empty line',
    '\n',
    'UNKNOWN_MEMBER /1/',
    'MISSING_MEMBER /1/role',
    'MISSING_MEMBER /1/permission',
  ),
  refused('a column too few', lines('role,type', 'viewer,User'), 'MISSING_MEMBER /1/permission'),
  refused(
    'columns that are none, or there twice',
    lines('role,Permission,permission,a/b,role', 'viewer,read,read,x,y'),
    'UNKNOWN_MEMBER /1/Permission',
    'UNKNOWN_MEMBER /1/a~1b',
    'DUPLICATE_NAME /1/role',
  ),
  refused(
    'rows of too many and too few fields',
    table('viewer,read', 'viewer,read,User,,', '', 'viewer,read,User,'),
    'CSV_INVALID /2',
    'CSV_INVALID /3',
    'CSV_INVALID /4',
  ),
  refused(
    'rows that make no sense',
    table(',,,', ',read,User,', 'viewer,,User,urn:a', ',,User,'),
    'CSV_INVALID /2',
    'CSV_INVALID /3/type',
    'CSV_INVALID /4/permission',
    'CSV_INVALID /5/type',
  ),
  refused(
    'a quote that is never closed',
    table('viewer,"read,User,', 'viewer,,User,'),
    'CSV_INVALID /2/permission',
  ),
  refused('text after a quote', table('guest,,,', '"viewer" ,read,User,', ',,,'), 'CSV_INVALID /3/role'),
  refused('a quote inside', table('viewer,read"s",User,'), 'CSV_INVALID /2/permission'),
  refused('a carriage return alone', `${HEADER}\nviewer,read,User,\rguest,,,\n`, 'CSV_INVALID /2/resource'),
  refused('a quote in the header', 'role,"permission\n', 'CSV_INVALID /1'),
  refused(
    'the same twice',
    table(
      'viewer,read,User,',
      'viewer,read,User,',
      'guest,,User,',
      'guest,,,',
      ',read,,',
      ',read,,',
      ',,,urn:a',
      ',,,urn:a',
      'viewer,read,,urn:a',
      'viewer,read,,urn:a',
    ),
    'DUPLICATE_NAME /3/permission',
    'DUPLICATE_NAME /5/role',
    'DUPLICATE_NAME /7/permission',
    'DUPLICATE_NAME /9/resource',
    'DUPLICATE_NAME /11/permission',
  ),
  refused(
    'types',
    table('viewer,read,user,', 'bot,read,MachineToMachine,', 'bot,,User,', 'guest,, User,'),
    'ROLE_TYPE_INVALID /2/type',
    'ROLE_TYPE_INVALID /4/type',
    'ROLE_TYPE_INVALID /5/type',
  ),
  refused(
    'names',
    table(
      ',two words,,',
      `,${'x'.repeat(129)},,`,
      `${'é'.repeat(129)},,,`,
      ',read,,my api',
      ',,,urn:a#b',
      `,${'x'.repeat(257)},,urn:a`,
    ),
    'NAME_WHITESPACE /2/permission',
    'NAME_TOO_LONG /3/permission',
    'NAME_TOO_LONG /4/role',
    'INDICATOR_INVALID /5/resource',
    'INDICATOR_INVALID /6/resource',
    'NAME_TOO_LONG /7/permission',
  ),
  refused(
    'a management API that a role for users holds',
    table(
      `bot,all,MachineToMachine,${management}`,
      `viewer,all,,${management}`,
      'late,,,',
      `late,all,User,${management}`,
    ),
    'MANAGEMENT_PERMISSION /3/resource',
    'MANAGEMENT_PERMISSION /5/resource',
  ),
  refused(
    'lines are counted through names of several lines',
    table('"two\nlines",read,User,', '"two\r\n\nmore",read,User,', ',,,'),
    'CSV_INVALID /7',
  ),
]

export const cases = [...writes, ...reads, ...refusals]

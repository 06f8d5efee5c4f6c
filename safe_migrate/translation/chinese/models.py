"""The Chinese of what is said of models, of what runs while they are imported, and of what was written for Python 2."""
TEXTS = {
    '%(place)s: %(happened)s': '%(place)s：%(happened)s',
    'The application is needed while this is imported, and none runs yet.':
        '导入时就用到了应用，而这时还没有应用上下文。',
    'Put what needs it into a function that is called later, or under: with app.app_context():':
        '请把用到应用的代码放到之后才调用的函数里，或放在 with app.app_context(): 下面。',
    'A request is needed while this is imported, and a command has none.':
        '导入时就用到了请求（request），而命令行里没有请求。',
    'Read it in a view or in another function, and not where the module is imported.':
        '请在视图或其他函数里读取它，不要放在模块顶层。',
    'server_default is of type %(got)s, and has to be a text or SQL.':
        'server_default 现在是 %(got)s，它必须是字符串或 SQL。',
    "Write server_default='0' for a number, server_default=db.text('CURRENT_TIMESTAMP') for SQL; a value or function of "
    'Python is given with default=.':
        "数字请写成 server_default='0'，SQL 请写成 server_default=db"
        ".text('CURRENT_TIMESTAMP')；Python 的值或函数请用 default=。",
    'The model %(model)s has no primary key.': '模型 %(model)s 没有主键。',
    'Add to it: id = db.Column(db.Integer, primary_key=True). A class that others only derive from gets: '
    '__abstract__ = True':
        '请加上：id = db.Column(db.Integer, primary_key=True)。只供继承的基类请加上：__abstract__ = True',
    'The table %(table)s has a model already.': '表 %(table)s 已经有模型了。',
    'Give one of the two another __tablename__; or the same file is imported by two names, such as models and app.models: '
    'import it by one.':
        '请给其中一个换一个 __tablename__；如果是同一个文件以两个名字被导入（例如 models 和 app.models），请统一成一个。',
    'SQLAlchemy keeps the name %(name)s for itself.': '%(name)s 是 SQLAlchemy 的保留名称。',
    "Call the attribute otherwise; the column keeps its name: %(name)s_ = db.Column('%(name)s', ...)":
        "请给属性换一个名字，列名可以不变：%(name)s_ = db.Column('%(name)s', ...)",
    '__table_args__ is no tuple.': '__table_args__ 不是元组。',
    "Put a comma behind a single entry: __table_args__ = (db.UniqueConstraint('name'),)":
        "只有一项时，请在后面加逗号：__table_args__ = (db.UniqueConstraint('name'),)",
    'In __table_args__ the dictionary does not stand last.': '__table_args__ 中的字典没有放在最后。',
    "Write: __table_args__ = (db.UniqueConstraint('name'), {'mysql_engine': 'InnoDB'})":
        "请写成：__table_args__ = (db.UniqueConstraint('name'), {'mysql_engine': 'InnoDB'})",
    '%(got)s stands where only a db.ForeignKey() or a constraint can.': '%(got)s 所在的位置只能写 db.ForeignKey() 或约束。',
    "A column's type stands first, once, and without quotation marks: db.Column(db.Integer, db.ForeignKey('user.id'))":
        "列的类型写在最前面，只写一个，不加引号：db.Column(db.Integer, db.ForeignKey('user.id'))",
    'A constraint or index names the column %(name)s, which is not there.': '约束或索引用到的列 %(name)s 不存在。',
    'Mend the name in __table_args__.': '请改正 __table_args__ 中的名称。',
    'db.ForeignKey() is given a class.': '传给 db.ForeignKey() 的是一个类。',
    "It takes the names of a table and its column, as a text: db.ForeignKey('user.id')":
        "应该传入“表名.列名”形式的字符串：db.ForeignKey('user.id')",
    'Between the two classes of the relationship %(name)s there is no foreign key.':
        'relationship %(name)s 两端的类之间没有外键。',
    "Add a column to one of them: user_id = db.Column(db.Integer, db.ForeignKey('user.id'))":
        "请在其中一个类里加一列：user_id = db.Column(db.Integer, db.ForeignKey('user.id'))",
    'Several foreign keys lead from one class of the relationship %(name)s to the other.':
        'relationship %(name)s 两端的类之间有多个外键。',
    "Say which one it is: db.relationship('User', foreign_keys=[user_id])":
        "请指明是哪一个：db.relationship('User', foreign_keys=[user_id])",
    'The relationship names a class %(name)s, which is in no module that is imported.':
        'relationship 引用的类 %(name)s 不在任何已导入的模块里。',
    'Write the name of the class as it is, and import its module in manage.py.':
        '请检查类名是否写对，并在 manage.py 中导入它所在的模块。',
    'There are several classes %(name)s.': '有多个类都叫 %(name)s。',
    "Give them different names, or write the module, too: db.relationship('app.models.%(name)s')":
        "请给它们不同的名字，或连同模块一起写：db.relationship('app.models.%(name)s')",
    'The class that %(relationship)s leads to has %(name)s already.': '%(relationship)s 指向的类已经有 %(name)s 了。',
    'Give the backref another name.': '请给 backref 换一个名字。',
    'back_populates names %(name)s, which the other class does not have.':
        'back_populates 指定的 %(name)s 在另一个类中不存在。',
    "Add it there: %(name)s = db.relationship(..., back_populates=...), or write backref='%(name)s' here.":
        "请在那里加上：%(name)s = db.relationship(..., back_populates=...)，或在这里改写成 backref='%(name)s'。",
    'The model %(model)s does not say which table it has.': '模型 %(model)s 没有说明对应哪张表。',
    "Add to it: __tablename__ = 'user'": "请加上：__tablename__ = 'user'",
    'A foreign key stands in a class that models only derive from.': '外键写在了只供继承的基类（mixin）里。',
    'A relationship stands in a class that models only derive from.': 'relationship 写在了只供继承的基类（mixin）里。',
    'Write it in that class as a function that returns it, under @declared_attr: from '
    'sqlalchemy.ext.declarative import declared_attr':
        '请在那个类里用 @declared_attr 把它写成返回它的方法：from sqlalchemy.ext.declarative import declared_attr',
    'The same object is the column %(name)s of two tables; the first is %(table)s.':
        '同一个列对象 %(name)s 用在了两张表里，第一张是 %(table)s。',
    'Write db.Column(...) in each.': '请在每个类里各写一个 db.Column(...)。',
    'A model with the table %(other)s derives from the one with %(table)s, and no foreign key leads there.':
        '表 %(other)s 的模型继承自表 %(table)s 的模型，但没有指向后者的外键。',
    "Let its key lead there: id = db.Column(db.ForeignKey('%(table)s.id'), primary_key=True); or take __tablename__ out, "
    'and both have one table.':
        "请让主键指向它：id = db.Column(db.ForeignKey('%(table)s.i"
        "d'), primary_key=True)；或去掉 __tablename__，让两者共用一张表。",
    'Two views have the name %(name)s.': '有两个视图都叫 %(name)s。',
    "Rename one of the functions, or write @app.route(..., endpoint='...'); a decorator of yours needs "
    '@functools.wraps.':
        "请给其中一个函数改名，或写 @app.route(..., endpoint='...')；自己写的装饰器要用 @functools.wraps。",
    'Two blueprints have one name, or one is registered twice.': '两个蓝图同名，或者同一个蓝图注册了两次。',
    'Give Blueprint() another name, or register it once.': '请给 Blueprint() 换一个名字，或只注册一次。',
    'An address of a view does not begin with a slash.': '视图的 URL 没有以斜杠开头。',
    "Write it so: @app.route('/about')": "请这样写：@app.route('/about')",
    '%(name)s is not defined.': '%(name)s 没有定义。',
    'Write db.%(name)s, or import it: from sqlalchemy import %(name)s':
        '请写成 db.%(name)s，或先导入它：from sqlalchemy import %(name)s',
    'Import or define it above this line, or mend its spelling.': '请在这一行之前导入或定义它，或改正拼写。',
    'SQLAlchemy has no %(name)s.': 'SQLAlchemy 中没有 %(name)s。',
    'Did you mean: db.%(name)s': '是不是要写：db.%(name)s',
    'Mend its spelling: db.Column, db.Integer, db.String, db.ForeignKey, db.relationship ...':
        '请改正拼写：db.Column、db.Integer、db.String、db.ForeignKey、db.relationship 等。',
    "Write it behind the type, without =: db.Column(db.Integer, db.ForeignKey('user.id'))":
        "请写在类型后面，不要用 =：db.Column(db.Integer, db.ForeignKey('user.id'))",
    'Did you mean: %(name)s=': '是不是要写：%(name)s=',
    'Those there are: %(names)s': '可用的参数有：%(names)s',
    'There is no argument %(name)s.': '没有参数 %(name)s。',
    'The members of an Enum are no texts.': 'Enum 的成员不是字符串。',
    "Write them in quotation marks: db.Enum('1', '2')": "请加上引号：db.Enum('1', '2')",
    '%(name)s stands outside of every class, so it is in no table. Indent it as the columns of its class are.':
        '%(name)s 写在了类的外面，因此不属于任何表。请把它缩进到所属的类里。',
    '%(name)s is only an annotation, and no column. Write = in the place of the colon.':
        '%(name)s 只是类型注解，不是列。请把冒号改成等号。',
    'the class %(name)s has columns and is no model, so it has no table. Write: class %(name)s(db.Model):':
        '类 %(name)s 有列却不是模型，因此没有表。请写成：class %(name)s(db.Model):',
    '%(name)s is no column: db.column() makes none. Write db.Column(), with a capital C.':
        '%(name)s 不是列：db.column() 不会创建列。请写成大写 C 的 db.Column()。',
    '%(name)s is no column: a comma behind it, or brackets around it, make a list of it. Take them away.':
        '%(name)s 不是列：后面多了逗号或外面多了括号，使它成了元组或列表。请去掉。',
    '%(name)s is a type, and no column. Write: %(name)s = db.Column(db.%(type)s)':
        '%(name)s 是类型，不是列。请写成：%(name)s = db.Column(db.%(type)s)',
    '%(name)s is no column: db.Column stands there without its brackets.': '%(name)s 不是列：db.Column 后面没有写括号。',
    '%(name)s is a foreign key without a column. Write: %(name)s = db.Column(db.Integer, db.ForeignKey(...))':
        '%(name)s 只有外键，没有列。请写成：%(name)s = db.Column(db.Integer, db.ForeignKey(...))',
    '%(name)s belongs to no table. Put it into: __table_args__ = (..., )':
        '%(name)s 不属于任何表。请放进：__table_args__ = (..., )',
    'SQLAlchemy does not read %(name)s. Did you mean: %(meant)s': 'SQLAlchemy 不会读取 %(name)s。是不是要写：%(meant)s',
    'Mend it, and type: python manage.py db migrate': '请改正后执行：python manage.py db migrate',
    'A Manager that has no application is called.': '创建 Manager 时没有传入应用，就调用了它。',
    "Write manager = Manager(app), and manager.add_command('db', MigrateCommand) without brackets behind the latter.":
        "请写 manager = Manager(app)，以及 manager.add_command('db', MigrateCommand)，后者不要加括号。",
    'manage.py gives %s to Manager(), which takes the application.': 'manage.py 把 %s 传给了 Manager()，而它需要的是应用。',
    'Write: manager = Manager(app)': '请写：manager = Manager(app)',
    'manage.py has @manager.command with brackets.': 'manage.py 中的 @manager.command 带了括号。',
    'Write @manager.command without them; options of the command go into @manager.option(...).':
        '请去掉括号；命令的选项写在 @manager.option(...) 中。',
    'manage.py gives a function to manager.add_command(), which takes a Command.':
        'manage.py 把函数传给了 manager.add_command()，而它需要的是 Command。',
    'manage.py gives %s to manager.add_command(), which takes a Command.':
        'manage.py 把%s传给了 manager.add_command()，而它需要的是 Command。',
    'the result of a function, None,': '函数的结果 None ',
    'Write @manager.command above the function, and take that line out.':
        '请在函数上方写 @manager.command，并去掉那一行。',
    'The path %s has a %% sign in it, which alembic.ini cannot hold.': '路径 %s 中含有 %% 号，alembic.ini 无法使用它。',
    'Rename the folder, and type the same command again.': '请给目录改名，然后重新执行该命令。',
    '%(place)s is Python 2: %(name)s.': '%(place)s 是 Python 2 的写法：%(name)s。',
    'Remove both lines: Python 3 is in UTF-8 as it is.': '请删除这两行：Python 3 默认就是 UTF-8。',
    'tabs and spaces mixed': '缩进混用了制表符和空格',
    'Indent with spaces alone, as this does: python -c "%(code)s" %(file)s':
        '请只用空格缩进，可以这样转换：python -c "%(code)s" %(file)s',
    'Error: installed is %(found)s, and safe_migrate needs %(needed)s. Type: pip install %(typed)s\n':
        '错误：已安装的是 %(found)s，而 safe_migrate 需要 %(needed)s。请输入：pip install %(typed)s\n',
    'Install a newer release of that package.': '请安装这个包的较新版本。',
    '%s uses async as a name, which is a word of Python itself from 3.7 on.':
        '%s 把 async 用作名称，而它从 Python 3.7 起是关键字。',
    'Write another name, there and wherever it is called by it, and type the same command again.':
        '请把这里和用到它的地方都换成别的名称，再重新执行该命令。',
    'Write it for Python 3. For the whole file: pip install fissix, and python -m fissix -w %s':
        '请改成 Python 3 的写法。要转换整个文件：pip install fissix，然后 python -m fissix -w %s',
    'Write it for Python 3. For the whole folder: pip install fissix, and python -m fissix -w %s':
        '请改成 Python 3 的写法。要转换整个目录：pip install fissix，然后 python -m fissix -w %s',
    'Write in its place: %s': '请改用：%s',
    'uses %(name)s, which Python 3 does not have; write %(instead)s':
        '使用了 Python 3 中没有的 %(name)s；请改用 %(instead)s',
    'Write it there before a database reaches that revision.': '请在数据库升级到该版本之前改好。',
    'Add it to your requirements.txt, and type: pip install %(package)s':
        '请把它写进 requirements.txt，然后输入：pip install %(package)s',
}
